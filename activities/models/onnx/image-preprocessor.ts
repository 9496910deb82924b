import { EvalError } from '../../../core/errors.ts';
import type { JsonObject } from '../../../core/json.ts';
import { pillowResize, type Size } from '../../media/pillow-resize.ts';
import { resampleFilterOfCode } from '../../media/resample-filter.ts';
import type { RgbImage } from '../../media/rgb-image.ts';
import { booleanIn, numberIn, numbersIn, objectIn, stringIn } from './parse-json-file.ts';

export interface ImagePreprocessor {
  /** Channels first, float32, as the vision encoder takes it. */
  (image: RgbImage): PreparedImage;
}

export interface PreparedImage extends Size {
  readonly values: Float32Array<ArrayBuffer>;
}

/** Settings that make several pictures of one, or a picture of varying size: not a plain encoder. */
const UNSUPPORTED_FLAGS = ['do_pad', 'do_image_splitting', 'do_thumbnail', 'do_pan_and_scan'];
const UNSUPPORTED_KEYS = ['image_grid_pinpoints', 'min_pixels', 'max_pixels', 'max_image_size'];
/** Bicubic: what CLIP and SigLIP processors use when their file does not say. */
const DEFAULT_RESAMPLE = 3;

/** Reads preprocessor_config.json; follows transformers' Pillow-based image processors. */
export function createImagePreprocessor(config: JsonObject, location: string): ImagePreprocessor {
  refuseUnsupported(config, location);
  const isClip = (stringIn(config, 'image_processor_type') ?? 'CLIP').startsWith('CLIP');
  const resize = booleanIn(config, 'do_resize') ?? true;
  const crop = (booleanIn(config, 'do_center_crop') ?? isClip) && 'crop_size' in config;
  const targetOf = sizeRule(config, 'size', isClip);
  const cropOf = crop ? sizeRule(config, 'crop_size', false) : undefined;
  const filter = resampleFilterOfCode(numberIn(config, 'resample') ?? DEFAULT_RESAMPLE);
  if (
    (resize && targetOf === undefined) ||
    (crop && cropOf === undefined) ||
    filter === undefined
  ) {
    throw invalid(location, 'size, crop_size or resample is missing or not understood');
  }
  const tables = channelTables(config, location);

  return (image) => {
    const resized =
      resize && targetOf !== undefined ? pillowResize(image, targetOf(image), filter) : image;
    return toTensor(resized, cropOf?.(resized) ?? resized, tables);
  };
}

type SizeRule = (image: Size) => Size;

function sizeRule(
  config: JsonObject,
  key: string,
  numberIsShortEdge: boolean,
): SizeRule | undefined {
  const side = numberIn(config, key);
  const size = objectIn(config, key);
  const { height, width } = { height: numberIn(size, 'height'), width: numberIn(size, 'width') };
  if (height !== undefined && width !== undefined) return () => ({ height, width });
  const shortEdge = numberIn(size, 'shortest_edge') ?? (numberIsShortEdge ? side : undefined);
  if ('longest_edge' in size) return undefined;
  if (shortEdge !== undefined) return (image) => scaleShortEdge(image, shortEdge);
  return side === undefined ? undefined : () => ({ height: side, width: side });
}

function scaleShortEdge({ width, height }: Size, edge: number): Size {
  return width <= height
    ? { width: edge, height: Math.trunc((edge * height) / width) }
    : { width: Math.trunc((edge * width) / height), height: edge };
}

/**
 * Rescaling and normalising depend on channel and byte only: 768 numbers. Each step rounds to float32,
 * as numpy does.
 */
function channelTables(config: JsonObject, location: string): Float32Array[] {
  const factor =
    (booleanIn(config, 'do_rescale') ?? true) ? (numberIn(config, 'rescale_factor') ?? 1 / 255) : 1;
  const normalize = booleanIn(config, 'do_normalize') ?? true;
  const mean = normalize ? numbersIn(config, 'image_mean') : [0, 0, 0];
  const deviation = normalize ? numbersIn(config, 'image_std') : [1, 1, 1];
  if (mean?.length !== 3 || deviation?.length !== 3) {
    throw invalid(location, 'image_mean and image_std must be three numbers each');
  }
  return mean.map((center, channel) =>
    Float32Array.from({ length: 256 }, (_, byte) => {
      const scaled = Math.fround(byte * factor);
      const centered = Math.fround(scaled - Math.fround(center));
      return centered / Math.fround(deviation[channel]!);
    }),
  );
}

/** Crops about the middle (outside of the picture is black) and separates the channels. */
function toTensor(image: RgbImage, size: Size, tables: readonly Float32Array[]): PreparedImage {
  const { width, height } = size;
  const { data } = image;
  const top = Math.floor((image.height - height) / 2);
  const left = Math.floor((image.width - width) / 2);
  const lastY = Math.min(image.height, top + height);
  const lastX = Math.min(image.width, left + width);
  const values = new Float32Array(3 * width * height);
  tables.forEach((table, channel) => {
    const start = channel * width * height;
    values.fill(table[0]!, start, start + width * height);
    for (let y = Math.max(0, top); y < lastY; y++) {
      const firstX = Math.max(0, left);
      let to = start + (y - top) * width + firstX - left;
      let from = (y * image.width + firstX) * 3 + channel;
      for (let x = firstX; x < lastX; x++) {
        values[to++] = table[data[from]!]!;
        from += 3;
      }
    }
  });
  return { width, height, values };
}

function refuseUnsupported(config: JsonObject, location: string): void {
  const found = [
    ...UNSUPPORTED_FLAGS.filter((flag) => config[flag] === true),
    ...UNSUPPORTED_KEYS.filter((key) => (config[key] ?? null) !== null),
  ];
  if (found.length > 0) {
    throw invalid(
      location,
      `${found.join(', ')} asks for tiles or pictures of varying size, which this adapter does not make`,
    );
  }
}

function invalid(location: string, what: string): EvalError {
  return new EvalError(
    'model-invalid',
    `Cannot use preprocessor_config.json of ${location}: ${what}. Serve such a model through an endpoint instead, or correct the file.`,
  );
}
