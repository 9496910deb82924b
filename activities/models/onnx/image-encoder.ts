import { Tensor, type InferenceSession } from 'onnxruntime-node';

import { EvalError } from '../../../core/errors.ts';
import { createByteCache } from './byte-cache.ts';
import { groupBy } from './group-by.ts';
import { halfOfFloat } from './half-float.ts';
import type { PreparedImage } from './image-preprocessor.ts';

/** What takes the place of the image tokens: `tokens` rows of embeddings. */
export interface ImageFeatures {
  readonly tokens: number;
  /** float32, or halves of a float16 model. */
  readonly values: Float32Array | Uint16Array;
}

export interface EncodableImage {
  readonly sha256: string;
  readonly pixels: PreparedImage;
}

/** Features of each image, encoded together, every distinct one once. */
export type ImageEncoder = (
  images: readonly EncodableImage[],
) => Promise<ReadonlyMap<string, ImageFeatures>>;

export interface ImageEncoderOptions {
  readonly session: InferenceSession;
  readonly batchSize: number;
  /** Features kept for questions that follow about the same images. */
  readonly cacheBytes: number;
}

export function createImageEncoder(options: ImageEncoderOptions): ImageEncoder {
  const { session, batchSize } = options;
  const cache = createByteCache<ImageFeatures>(
    options.cacheBytes,
    ({ values }) => values.byteLength,
  );
  return async (images) => {
    const found = new Map<string, ImageFeatures>();
    const missing = new Map<string, PreparedImage>();
    for (const { sha256, pixels } of images) {
      const known = cache.get(sha256);
      if (known === undefined) missing.set(sha256, pixels);
      else found.set(sha256, known);
    }
    for (const group of groupsOf([...missing], batchSize)) {
      const pixels = group.map(([, prepared]) => prepared);
      const encoded = await runEncoder(session, pixels);
      group.forEach(([sha256], index) => {
        found.set(sha256, encoded[index]!);
        cache.set(sha256, encoded[index]!);
      });
    }
    return found;
  };
}

/** Images of one size, at most `batchSize` of them. */
function groupsOf(
  images: readonly (readonly [string, PreparedImage])[],
  batchSize: number,
): (readonly [string, PreparedImage])[][] {
  const sizes = groupBy(images, ([, { width, height }]) => `${width}x${height}`);
  return sizes.flatMap((sameSize) =>
    Array.from({ length: Math.ceil(sameSize.length / batchSize) }, (_, index) =>
      sameSize.slice(index * batchSize, (index + 1) * batchSize),
    ),
  );
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
