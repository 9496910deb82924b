import { EvalError } from '../core/errors.ts';
import type { JsonValue } from '../core/json.ts';

/**
 * Positions of the right choices. A target is a position, the text of a choice, digits, a capital
 * letter (A is the first), or a list of these. An answer outside the choices is an error: scored, it
 * would be a silent zero.
 */
export function goldIndices(
  target: JsonValue,
  choices: readonly string[],
  task: string,
): readonly number[] {
  const targets = Array.isArray(target) ? (target as readonly JsonValue[]) : [target];
  const indices = targets.map((one) => {
    const index = indexOf(one, choices);
    if (index !== undefined && index < choices.length) return index;
    throw new EvalError(
      'dataset-invalid',
      `Cannot find the answer ${JSON.stringify(one).slice(0, 80)} among the ${choices.length} choices of a document of the task ${task}: expected a position from 0 to ${choices.length - 1}, a letter, or the text of a choice.`,
    );
  });
  if (indices.length > 0) return [...new Set(indices)];
  throw new EvalError('dataset-invalid', `A document of the task ${task} has no answer.`);
}

/** Whether every answer of a target is one of the choices, and there is one. */
export function isAmongChoices(target: JsonValue, choices: readonly string[]): boolean {
  const targets = Array.isArray(target) ? (target as readonly JsonValue[]) : [target];
  const isFound = (one: JsonValue): boolean =>
    (indexOf(one, choices) ?? choices.length) < choices.length;
  return targets.length > 0 && targets.every(isFound);
}

function indexOf(target: JsonValue, choices: readonly string[]): number | undefined {
  if (typeof target === 'number') {
    return Number.isInteger(target) && target >= 0 ? target : undefined;
  }
  if (typeof target !== 'string') return undefined;
  const exact = choices.indexOf(target);
  if (exact >= 0) return exact;
  const trimmed = target.trim();
  if (/^\d{1,6}$/.test(trimmed)) return Number(trimmed);
  const letter = /^\(?([A-Z])\)?\.?$/.exec(trimmed)?.[1];
  return letter === undefined ? undefined : letter.charCodeAt(0) - 'A'.charCodeAt(0);
}
