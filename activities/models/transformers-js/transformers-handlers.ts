import { pathToFileURL } from 'node:url';
import { EvalError, isEvalError, messageOf } from '../../../core/errors.ts';
import type { ThreadHandlers } from '../../threads/serve-thread.ts';
import { answerWith } from './answer-with.ts';
import type { LoadedParts, TransformersModule } from './transformers-module.ts';
import type { TransformersCalls, TransformersLoad } from './transformers-protocol.ts';

/** What the thread answers: one request after another, since a copy of the model computes one at a time. */
export function createTransformersHandlers(): ThreadHandlers<TransformersCalls> {
  const cancelled = new Set<number>();
  const waiting = new Set<number>();
  let parts: LoadedParts | undefined;
  let last: Promise<unknown> = Promise.resolve();
  return {
    load: async (payload) => {
      parts = await load(payload);
      return { takesImages: parts.processor !== undefined };
    },
    generate: async (payload) => {
      const { rowId } = payload;
      waiting.add(rowId);
      const run = async () => {
        if (parts === undefined) {
          throw new EvalError('internal', 'The transformers_js model is not loaded.');
        }
        return answerWith(parts, payload, () => cancelled.has(rowId));
      };
      const answer = last.then(run);
      last = answer.catch(() => undefined);
      try {
        return await answer;
      } finally {
        waiting.delete(rowId);
        cancelled.delete(rowId);
      }
    },
    cancel: ({ rowId }) => {
      if (waiting.has(rowId)) cancelled.add(rowId);
      return undefined;
    },
    cancelAll: () => {
      for (const rowId of waiting) cancelled.add(rowId);
      return undefined;
    },
  };
}

async function load(payload: TransformersLoad): Promise<LoadedParts> {
  const { model, isLocal, revision, dtype, device, cacheFolder, hubToken } = payload;
  // The library asks the environment; that of a thread is a copy of its own.
  if (hubToken !== undefined) process.env['HF_TOKEN'] = hubToken;
  try {
    const library = (await import(pathToFileURL(payload.entry).href)) as TransformersModule;
    const { env } = library;
    env.allowRemoteModels = !isLocal;
    env.allowLocalModels = isLocal;
    env.localModelPath = '';
    env.cacheDir = cacheFolder;
    const where = { revision };
    const config = await library.AutoConfig.from_pretrained(model, where);
    const options = { ...where, dtype, device };
    if (config.vision_config === undefined) {
      return {
        library,
        location: model,
        processor: undefined,
        tokenizer: await library.AutoTokenizer.from_pretrained(model, where),
        model: await library.AutoModelForCausalLM.from_pretrained(model, options),
      };
    }
    const processor = await library.AutoProcessor.from_pretrained(model, where);
    const kind = library.AutoModelForImageTextToText ?? library.AutoModelForVision2Seq;
    return {
      library,
      location: model,
      processor,
      tokenizer: processor.tokenizer,
      model: await kind.from_pretrained(model, options),
    };
  } catch (error) {
    if (isEvalError(error)) throw error;
    throw new EvalError(
      'model-load-failed',
      `Cannot load ${model} with @huggingface/transformers (dtype=${dtype}, device=${device}): ${messageOf(error).slice(0, 600)}. Check that the library knows its model_type and that the graphs of this dtype are there.`,
      { cause: error },
    );
  }
}
