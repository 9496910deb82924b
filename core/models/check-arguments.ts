import { EvalError } from '../errors.ts';
import type { JsonPrimitive } from '../json.ts';
import { didYouMean } from '../nearest-name.ts';
import type { CatalogueEntry, CatalogueParameter } from './catalogue-entry.ts';

/** Refused by their adapters with more to say than that there is no such argument. */
const LEFT_TO_THE_ADAPTER: ReadonlySet<string> = new Set([
  'api_key',
  'mcp_server_path',
  'work_dir',
]);

/** Refuses keys that a model does not know, so that a misspelt one is never silently without effect. */
export function checkArgumentNames(
  modelId: string,
  args: Readonly<Record<string, JsonPrimitive>>,
  parameters: readonly CatalogueParameter[],
): void {
  const known = parameters.map(({ name }) => name);
  for (const name of Object.keys(args)) {
    if (known.includes(name)) continue;
    const valid = known.length === 0 ? 'It takes none.' : `Valid names: ${known.join(', ')}.`;
    throw new EvalError(
      'model-invalid',
      `--model_args of ${modelId}: there is no argument "${name}".${didYouMean(name, known)} ${valid}`,
    );
  }
}

/** What can be said of a model before anything is started: it runs at all, and knows its arguments. */
export function checkSubmitted(
  typedId: string,
  entry: CatalogueEntry,
  args: Readonly<Record<string, JsonPrimitive>>,
  parameters: readonly CatalogueParameter[] = entry.parameters,
): void {
  refuseUnavailable(entry);
  const typed = Object.entries(args).filter(([name]) => !LEFT_TO_THE_ADAPTER.has(name));
  checkArgumentNames(typedId, Object.fromEntries(typed), parameters);
}

export function refuseUnavailable({ id, unavailable }: CatalogueEntry): void {
  if (unavailable === undefined) return;
  throw new EvalError('model-invalid', `Cannot run the model ${id}: ${unavailable}`);
}
