import type { JsonObject, JsonValue } from '../core/json.ts';

/**
 * The prompt settings for one model: the block under its name alone, else the top level with
 * `default` merged over it; then `dataset` merged over that.
 */
export function resolveModelKwargs(
  specific: JsonObject | undefined,
  modelFamily: string | undefined,
): JsonObject {
  const settings = specific ?? {};
  const own = modelFamily === undefined ? undefined : blockOf(settings, modelFamily);
  const base = own ?? { ...settings, ...blockOf(settings, 'default') };
  return { ...base, ...blockOf(base, 'dataset') };
}

/** What doc_to_target is given for one model, which may be a word as well as a block. */
export function resolveTargetKwargs(
  specific: JsonObject | undefined,
  modelFamily: string | undefined,
): JsonValue | undefined {
  if (specific === undefined) return undefined;
  const isNamed = modelFamily !== undefined && Object.hasOwn(specific, modelFamily);
  return specific[isNamed ? modelFamily : 'default'];
}

function blockOf(settings: JsonObject, name: string): JsonObject | undefined {
  const block: JsonValue | undefined = Object.hasOwn(settings, name) ? settings[name] : undefined;
  const isBlock = typeof block === 'object' && block !== null && !Array.isArray(block);
  return isBlock ? (block as JsonObject) : undefined;
}
