import { EvalError } from '../../core/errors.ts';
import { MODEL_CATALOGUE, catalogueEntry, modelNames } from '../../core/model-catalogue.ts';
import type { CatalogueEntry } from '../../core/model-catalogue.ts';
import { refuseUnavailable } from '../../core/models/check-arguments.ts';
import { nearestNames } from '../../core/nearest-name.ts';
import { familyFactory } from './family-factory.ts';
import type { ModelFactory } from './model-adapter.ts';

/** One line per adapter; its module is imported when the model is asked for, and not before. */
const LOADERS: Readonly<Record<string, () => Promise<ModelFactory>>> = {
  openai_compatible: async () =>
    (await import('./openai-compatible/openai-factory.ts')).openAiFactory('openai_compatible'),
  azure_openai: async () =>
    (await import('./openai-compatible/openai-factory.ts')).openAiFactory('azure_openai'),
  gpt4o_audio: async () =>
    (await import('./openai-compatible/openai-factory.ts')).openAiFactory('gpt4o_audio'),
  srt_api: async () =>
    (await import('./openai-compatible/openai-factory.ts')).openAiFactory('srt_api'),
  anthropic: async () => (await import('./anthropic/anthropic-factory.ts')).anthropicFactory,
  gemini: async () => (await import('./gemini/gemini-factory.ts')).geminiFactory,
  openai_responses: async () =>
    (await import('./openai-responses/responses-factory.ts')).openAiResponsesFactory,
  dashscope: async () => (await import('./dashscope/dashscope-factory.ts')).dashscopeFactory,
  reka: async () => (await import('./reka/reka-factory.ts')).rekaFactory,
  whisper: async () => (await import('./whisper/whisper-factory.ts')).whisperFactory,
  onnx: async () => (await import('./onnx/onnx-factory.ts')).onnxFactory,
  transformers_js: async () =>
    (await import('./transformers-js/transformers-factory.ts')).transformersFactory,
  ...Object.fromEntries(
    ['hf', 'llama_cpp', 'lmdeploy', 'ollama', 'sglang', 'tgi', 'vllm'].map((id) => [
      id,
      async () => (await import('../engines/engine-factory.ts')).engineFactory(id),
    ]),
  ),
  from_log: async () => (await import('./from-log/from-log-factory.ts')).fromLogFactory,
  mock: async () => (await import('./mock/mock-factory.ts')).mockFactory,
  mock_leased: async () => (await import('./mock/mock-factory.ts')).mockLeasedFactory,
};

/** Ids with a loader, for the test that compares them with the catalogue. */
export const LOADABLE_MODELS: readonly string[] = Object.keys(LOADERS);

/** The adapter of an id or alias. */
export async function findModel(idOrAlias: string): Promise<ModelFactory> {
  const entry = catalogueEntry(idOrAlias);
  if (entry === undefined) throw unknownModel(idOrAlias);
  refuseUnavailable(entry);
  if (entry.family !== undefined) return familyFactory(entry, entry.family, findModel);
  const load = LOADERS[entry.id];
  if (load !== undefined) return load();
  throw new EvalError('internal', `The model ${entry.id} is listed but has no adapter.`);
}

function unknownModel(idOrAlias: string): EvalError {
  const near = nearestNames(idOrAlias, modelNames());
  const hint = near.length > 0 ? ` Did you mean ${near.join(', ')}?` : '';
  return new EvalError(
    'model-not-found',
    `There is no model ${JSON.stringify(idOrAlias)}.${hint} \`assay models\` lists them; for a hosted or served model use openai_compatible.`,
  );
}

/** Everything that can be printed of the models without importing them. */
export function listModels(): readonly CatalogueEntry[] {
  return MODEL_CATALOGUE;
}
