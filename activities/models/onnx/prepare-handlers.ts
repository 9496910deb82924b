import { EvalError } from '../../../core/errors.ts';
import { decodeImage } from '../../media/decode-image.ts';
import type { ThreadHandlers } from '../../threads/serve-thread.ts';
import { createByteCache } from './byte-cache.ts';
import type { EncodableImage } from './image-encoder.ts';
import { createImagePreprocessor, type PreparedImage } from './image-preprocessor.ts';
import { loadPrompts, readJson } from './load-prompts.ts';
import type { PromptRenderer } from './prompt-renderer.ts';
import { splitContinuation } from './split-continuation.ts';
import type { LoadPayload, PlainMessage, PrepareCalls } from './thread-protocol.ts';

/** Several questions, or several continuations, often follow each other about one image. */
const PIXEL_CACHE_BYTES = 64 * 1024 * 1024;

interface Loaded {
  readonly prompts: PromptRenderer;
  readonly prepareImage: (sha256: string, bytes: Uint8Array) => Promise<EncodableImage>;
}

/** All work on a request that needs no model: decoding, resizing, rendering, tokenising. */
export function createPrepareHandlers(): ThreadHandlers<PrepareCalls> {
  let loaded: Loaded | undefined;
  return {
    load: async (payload) => {
      const { prompts } = await loadPrompts(payload);
      loaded = { prompts, prepareImage: await createImagePreparer(payload) };
      return undefined;
    },
    prepare: async ({ messages, images, continuation }) => {
      if (loaded === undefined) throw new EvalError('internal', 'The onnx model is not loaded.');
      const { prompts, prepareImage } = loaded;
      const split = splitContinuation(prompts, prompts.render(messages), continuation ?? '');
      const digests = messages.flatMap(imagesIn);
      return {
        tokens: split.context,
        continuation: split.continuation,
        images: await Promise.all(digests.map((sha256) => prepareImage(sha256, images[sha256]!))),
      };
    },
  };
}

async function createImagePreparer(payload: LoadPayload): Promise<Loaded['prepareImage']> {
  const { vision } = payload.layout;
  const config = vision === undefined ? undefined : await readJson(payload, vision.preprocessor);
  const preprocess =
    config === undefined ? undefined : createImagePreprocessor(config, payload.location);
  const cache = createByteCache<PreparedImage>(
    PIXEL_CACHE_BYTES,
    ({ values }) => values.byteLength,
  );
  /** Equal images asked for at the same time share one decoding. */
  const inProgress = new Map<string, Promise<PreparedImage>>();

  const decode = async (sha256: string, bytes: Uint8Array): Promise<PreparedImage> => {
    if (preprocess === undefined) {
      throw new EvalError('media-unsupported', `The model ${payload.location} takes only text.`);
    }
    const pixels = preprocess(await decodeImage(bytes, sha256));
    cache.set(sha256, pixels);
    return pixels;
  };
  return async (sha256, bytes) => {
    const known = cache.get(sha256);
    if (known !== undefined) return { sha256, pixels: known };
    let decoding = inProgress.get(sha256);
    if (decoding === undefined) {
      decoding = decode(sha256, bytes).finally(() => inProgress.delete(sha256));
      inProgress.set(sha256, decoding);
    }
    return { sha256, pixels: await decoding };
  };
}

function imagesIn({ content }: PlainMessage): string[] {
  return content.flatMap((part) => (part.type === 'image' ? [part.sha256] : []));
}
