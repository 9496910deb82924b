import { Tensor, type InferenceSession } from 'onnxruntime-node';

import { EvalError } from '../../../core/errors.ts';
import { decodeImage } from '../../media/decode-image.ts';
import { halfOfFloat } from './half-float.ts';
import type { ImagePreprocessor, PreparedImage } from './image-preprocessor.ts';

/** What takes the place of the image tokens: `tokens` rows of embeddings. */
export interface ImageFeatures {
  readonly tokens: number;
  /** float32, or halves of a float16 model. */
  readonly values: Float32Array | Uint16Array;
}

export interface EncodableImage {
  readonly sha256: string;
  /** Absent where the features are known already. */
  readonly pixels?: PreparedImage;
  readonly features?: ImageFeatures;
}

export interface ImageEncoder {
  /** Decodes and resizes, outside of any batch; equal images in progress share one decoding. */
  prepare(sha256: string, bytes: Uint8Array): Promise<EncodableImage>;
  /** Features of each, encoded together, every distinct image once. */
  encode(images: readonly EncodableImage[]): Promise<ReadonlyMap<string, ImageFeatures>>;
}

export interface ImageEncoderOptions {
  readonly session: InferenceSession;
  readonly preprocess: ImagePreprocessor;
  readonly batchSize: number;
  /** Features kept for questions that follow about the same images. */
  readonly cacheBytes: number;
}

export function createImageEncoder(options: ImageEncoderOptions): ImageEncoder {
  const { session, preprocess, batchSize } = options;
  const cache = createFeatureCache(options.cacheBytes);
  const preparing = new Map<string, Promise<EncodableImage>>();

  return {
    prepare: async (sha256, bytes) => {
      const features = cache.get(sha256);
      if (features !== undefined) return { sha256, features };
      let prepared = preparing.get(sha256);
      if (prepared === undefined) {
        prepared = decodeImage(bytes, sha256)
          .then((image) => ({ sha256, pixels: preprocess(image) }))
          .finally(() => preparing.delete(sha256));
        preparing.set(sha256, prepared);
      }
      return await prepared;
    },
    encode: async (images) => {
      const found = new Map<string, ImageFeatures>();
      const missing = new Map<string, PreparedImage>();
      for (const { sha256, pixels, features } of images) {
        const known = features ?? cache.get(sha256);
        if (known !== undefined) found.set(sha256, known);
        else if (pixels !== undefined) missing.set(sha256, pixels);
      }
      for (const group of groupsOf([...missing], batchSize)) {
        const encoded = await runEncoder(
          session,
          group.map(([, pixels]) => pixels),
        );
        group.forEach(([sha256], index) => {
          found.set(sha256, encoded[index]!);
          cache.set(sha256, encoded[index]!);
        });
      }
      return found;
    },
  };
}

/** Images of one size, at most `batchSize` of them. */
function groupsOf(
  images: readonly (readonly [string, PreparedImage])[],
  batchSize: number,
): (readonly [string, PreparedImage])[][] {
  const groups = new Map<string, (readonly [string, PreparedImage])[][]>();
  for (const entry of images) {
    const size = `${entry[1].width}x${entry[1].height}`;
    const sameSize = groups.get(size) ?? [[]];
    groups.set(size, sameSize);
    if (sameSize.at(-1)!.length === batchSize) sameSize.push([]);
    sameSize.at(-1)!.push(entry);
  }
  return [...groups.values()].flat();
}

async function runEncoder(
  session: InferenceSession,
  images: readonly PreparedImage[],
): Promise<ImageFeatures[]> {
  const { width, height } = images[0]!;
  const stride = 3 * width * height;
  const pixels = new Float32Array(stride * images.length);
  images.forEach(({ values }, index) => pixels.set(values, index * stride));
  const [input] = session.inputMetadata;
  const dims = [images.length, 3, height, width];
  const isHalf = input?.isTensor === true && input.type === 'float16';
  const tensor = isHalf
    ? new Tensor('float16', Uint16Array.from(pixels, halfOfFloat), dims)
    : new Tensor('float32', pixels, dims);
  const outputs = await session.run({ [session.inputNames[0]!]: tensor });
  const features = outputs['image_features'] ?? outputs[session.outputNames[0]!]!;
  // [image, token, width], or with images and tokens in one dimension.
  const perImage =
    features.dims.slice(0, -1).reduce((product, size) => product * size, 1) / images.length;
  if (!Number.isInteger(perImage)) {
    throw new EvalError(
      'model-invalid',
      `The vision encoder gave features of shape ${features.dims.join('x')} for ${images.length} images, which cannot be told apart. Export it with one row per image.`,
    );
  }
  const values = features.data as Float32Array | Uint16Array;
  const length = values.length / images.length;
  // Copies, lest a cached image keep the whole batch's memory.
  return images.map((_, index) => ({
    tokens: perImage,
    values: values.slice(index * length, (index + 1) * length),
  }));
}

interface FeatureCache {
  get(sha256: string): ImageFeatures | undefined;
  set(sha256: string, features: ImageFeatures): void;
}

/** Least recently used goes first; a Map iterates in the order of insertion. */
function createFeatureCache(maxBytes: number): FeatureCache {
  const entries = new Map<string, ImageFeatures>();
  let bytes = 0;
  return {
    get: (sha256) => {
      const features = entries.get(sha256);
      if (features === undefined) return undefined;
      entries.delete(sha256);
      entries.set(sha256, features);
      return features;
    },
    set: (sha256, features) => {
      bytes += features.values.byteLength - (entries.get(sha256)?.values.byteLength ?? 0);
      entries.delete(sha256);
      entries.set(sha256, features);
      for (const [oldest, { values }] of entries) {
        if (bytes <= maxBytes) break;
        bytes -= values.byteLength;
        entries.delete(oldest);
      }
    },
  };
}
