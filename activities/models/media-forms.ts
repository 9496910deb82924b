import { EvalError } from '../../core/errors.ts';
import type { FrameWish, ImageFormat } from '../media/media-wishes.ts';
import type { ModelContext } from './model-adapter.ts';
import type { ArgumentReader } from './read-arguments.ts';

/** How pictures, frames and pages are made for a model: decided once, from arguments and environment. */
export interface MediaForms {
  readonly format: ImageFormat;
  readonly quality: number;
  readonly frames: Pick<FrameWish, 'frames' | 'fps' | 'minPixels' | 'maxPixels' | 'grid'>;
  readonly dpi: number;
  /** Encoded media kept in memory for the next question about them. */
  readonly keptItems: number;
}

const FORMATS: Readonly<Record<string, ImageFormat>> = {
  png: 'png',
  jpeg: 'jpeg',
  jpg: 'jpeg',
  webp: 'webp',
};
/** What Qwen's processors cut frames into; others do not mind. */
const GRID = 28;
/** What lmms-eval renders the pages of its document tasks at. */
const PAGE_DPI = 144;

/** The frame arguments of reference models; `fps` wins over a number of frames. */
export function readMediaForms(
  id: string,
  reader: ArgumentReader,
  context: Pick<ModelContext, 'optionalSecret'>,
): MediaForms {
  const fps = positive(reader.number('fps', 0)) ?? positive(reader.number('video_fps', 0));
  const most = reader.integer('max_frames', 1) ?? 768;
  const older = reader.integer('max_frames_num', 1);
  const newer = reader.integer('nframes', 1) ?? 64;
  const isOlder = reader.isGiven('max_frames_num') && !reader.isGiven('nframes');
  const wanted = isOlder && older !== undefined ? older : newer;
  const minPixels = reader.integer('min_pixels', 1) ?? 784;
  const maxPixels = reader.integer('max_pixels', 1) ?? 151_200;
  if (minPixels > maxPixels) {
    throw new EvalError(
      'model-invalid',
      `--model_args of ${id}: min_pixels=${minPixels} is more than max_pixels=${maxPixels}.`,
    );
  }
  return {
    format: imageFormat(context),
    quality: wholeNumber(context, 'LMMS_IMAGE_JPEG_QUALITY', { fallback: 85, least: 1, most: 100 }),
    frames: {
      frames: fps === undefined ? Math.min(wanted, most) : most,
      ...(fps === undefined ? {} : { fps }),
      minPixels,
      maxPixels,
      grid: GRID,
    },
    dpi: PAGE_DPI,
    keptItems: wholeNumber(context, 'LMMS_IMAGE_PATH_CACHE_MAX_ITEMS', {
      fallback: 256,
      least: 0,
      most: 1_000_000,
    }),
  };
}

/** lmms-eval writes 0 and nothing alike for "not by rate". */
function positive(value: number | undefined): number | undefined {
  return value === undefined || value === 0 ? undefined : value;
}

function imageFormat({ optionalSecret }: Pick<ModelContext, 'optionalSecret'>): ImageFormat {
  const given = optionalSecret('LMMS_IMAGE_ENCODE_FORMAT')?.trim() ?? '';
  const format = given === '' ? 'png' : FORMATS[given.toLowerCase()];
  if (format !== undefined) return format;
  throw invalid('LMMS_IMAGE_ENCODE_FORMAT', given, 'PNG, JPEG or WEBP');
}

function wholeNumber(
  { optionalSecret }: Pick<ModelContext, 'optionalSecret'>,
  name: string,
  bounds: { readonly fallback: number; readonly least: number; readonly most: number },
): number {
  const { fallback, least, most } = bounds;
  const given = optionalSecret(name)?.trim() ?? '';
  if (given === '') return fallback;
  const value = Number(given);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw invalid(name, given, `a whole number from ${least} to ${most}`);
}

function invalid(name: string, given: string, wanted: string): EvalError {
  return new EvalError(
    'config-invalid',
    `Cannot use ${name}=${given.slice(0, 40)} of the worker's environment: expected ${wanted}.`,
  );
}
