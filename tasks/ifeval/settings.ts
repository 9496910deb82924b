import type { EvalDocument } from '../../core/document.ts';
import { EvalError } from '../../core/errors.ts';
import { readText } from '../../core/read-column.ts';

/** What one instruction asks for; what it does not use is null in the data. */
type Settings = EvalDocument;

/** Whether a response follows an instruction. */
export type Check = (response: string, settings: Settings) => boolean;

/** Whether a count is "less than" or "at least" the number of the instruction. */
export function compare(
  count: number,
  settings: Settings,
  names: { readonly relation: string; readonly number: string },
): boolean {
  const relation = readText(settings, names.relation);
  const number = readCount(settings, names.number);
  if (relation === 'less than') return count < number;
  if (relation === 'at least') return count >= number;
  throw new EvalError(
    'dataset-invalid',
    `Cannot check an instruction: expected "less than" or "at least" under "${names.relation}", received ${JSON.stringify(relation)}.`,
  );
}

export function readCount(settings: Settings, name: string): number {
  const count = Number(readText(settings, name));
  if (Number.isFinite(count)) return count;
  throw new EvalError(
    'dataset-invalid',
    `Cannot check an instruction: expected a number under "${name}", received ${JSON.stringify(settings[name])}.`,
  );
}

/** Occurrences that do not overlap, without regard to case. */
export function countOccurrences(text: string, part: string): number {
  return part === '' ? 0 : text.toLowerCase().split(part.toLowerCase()).length - 1;
}
