import type { JsonPrimitive } from './json.ts';
import { catalogueEntry } from './model-catalogue.ts';

/** Asked for by downloads, whatever the model. */
const ALWAYS = ['HF_TOKEN'];

/** Names of the environment variables whose values the workers of an evaluation may need. */
export function secretVariables(model: {
  readonly id: string;
  readonly args: Readonly<Record<string, JsonPrimitive>>;
  readonly plugin?: { readonly secrets: readonly string[] };
}): string[] {
  const named = (catalogueEntry(model.id)?.parameters ?? [])
    .filter((parameter) => parameter.isSecret === true)
    .map((parameter) => model.args[parameter.name] ?? parameter.default)
    .filter((name) => typeof name === 'string' && name !== '');
  return [...new Set([...(named as string[]), ...(model.plugin?.secrets ?? []), ...ALWAYS])];
}
