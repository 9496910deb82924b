import { compilePythonRegex } from '../filters/python-regex.ts';
import { trimPython } from '../filters/python-text.ts';
import { boxedAnswers } from './boxed-answer.ts';

const NUMBER = compilePythonRegex('-?\\d+(?:\\.\\d+)?');

/** What the last box holds, else the last number, without thousands separators; '' for none. */
export function extractNumberAnswer(text: string): string {
  const boxed = boxedAnswers(text).at(-1);
  if (boxed !== undefined) return trimPython(boxed);
  return NUMBER.findAll(text.replaceAll(',', '')).at(-1)?.[0] ?? '';
}
