import { EvalError } from '../../core/errors.ts';

/** Refuses ranges that no store could answer, so that a wrong offset never reads as an empty object. */
export function checkByteRange(key: string, start: number, end: number): void {
  if (Number.isSafeInteger(start) && Number.isSafeInteger(end) && start >= 0 && end >= start)
    return;
  throw new EvalError(
    'internal',
    `Cannot read bytes ${start} to ${end} of artifact ${key}: expected whole numbers with 0 ≤ start ≤ end.`,
  );
}
