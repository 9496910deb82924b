import { EvalError } from './errors.ts';
import type { JsonObject } from './json.ts';

/** A text of a task's prompt settings for the model, '' where there is none. */
export function promptSetting(settings: JsonObject, name: string): string {
  const value = settings[name] ?? '';
  if (typeof value === 'string') return value;
  throw new EvalError(
    'config-invalid',
    `Cannot read the prompt setting "${name}": expected a text, received ${JSON.stringify(value).slice(0, 80)}. Correct it under lmms_eval_specific_kwargs.`,
  );
}
