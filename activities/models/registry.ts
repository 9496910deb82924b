import { EvalError } from '../../core/errors.ts';
import { MODEL_CATALOGUE, catalogueEntry, modelNames } from '../../core/model-catalogue.ts';
import type { CatalogueEntry } from '../../core/model-catalogue.ts';
import { nearestNames } from '../../core/nearest-name.ts';
import type { ModelFactory } from './model-adapter.ts';

/** One line per adapter; its module is imported when the model is asked for, and not before. */
const LOADERS: Readonly<Record<string, () => Promise<ModelFactory>>> = {
  openai_compatible: async () =>
    (await import('./openai-compatible/openai-factory.ts')).openAiFactory,
  onnx: async () => (await import('./onnx/onnx-factory.ts')).onnxFactory,
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
  const id = catalogueEntry(idOrAlias)?.id;
  const load = id === undefined ? undefined : LOADERS[id];
  if (load === undefined) {
    const near = nearestNames(idOrAlias, modelNames());
    const hint = near.length > 0 ? ` Did you mean ${near.join(', ')}?` : '';
    throw new EvalError(
      'model-not-found',
      `There is no model ${JSON.stringify(idOrAlias)}.${hint} Known: ${MODEL_CATALOGUE.map((entry) => entry.id).join(', ')}; for a hosted or served model use openai_compatible.`,
    );
  }
  return load();
}

/** Everything that can be printed of the models without importing them. */
export function listModels(): readonly CatalogueEntry[] {
  return MODEL_CATALOGUE;
}
