import type { JsonValue } from './json.ts';

/** Whether an answer may be given again: a blank one may be a fault of the moment and is asked for anew. */
export function isCacheableOutput(output: JsonValue | undefined): boolean {
  if (output === undefined || output === null) return false;
  return typeof output !== 'string' || output.trim() !== '';
}
