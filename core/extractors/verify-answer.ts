import { trimPython } from '../filters/python-text.ts';

export interface TextOptions {
  readonly ignoreCase?: boolean;
  readonly trim?: boolean;
}

export interface Tolerance {
  /** Share of the right number. */
  readonly relative?: number;
  readonly absolute?: number;
}

const NUMBER = /[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?/;
const DEFAULT_RELATIVE_TOLERANCE = 0.01;

/** Whether the texts are equal; by default without regard to case and to blanks around them. */
export function isSameText(prediction: string, right: string, options: TextOptions = {}): boolean {
  return prepare(prediction, options) === prepare(right, options);
}

export function containsText(
  prediction: string,
  right: string,
  options: TextOptions = {},
): boolean {
  return prepare(prediction, options).includes(prepare(right, options));
}

/** Whether the first numbers of both texts are as close as the tolerance says. */
export function isSameNumber(
  prediction: string,
  right: string,
  tolerance: Tolerance = {},
): boolean {
  const { relative = DEFAULT_RELATIVE_TOLERANCE, absolute = 0 } = tolerance;
  const [left, wanted] = [firstNumber(prediction), firstNumber(right)];
  if (left === undefined || wanted === undefined) return false;
  return Math.abs(left - wanted) <= Math.max(absolute, relative * Math.abs(wanted));
}

function prepare(text: string, { ignoreCase = true, trim = true }: TextOptions): string {
  const rest = trim ? trimPython(text) : text;
  return ignoreCase ? rest.toLowerCase() : rest;
}

function firstNumber(text: string): number | undefined {
  const match = NUMBER.exec(text.replaceAll(',', ''));
  return match === null ? undefined : Number(match[0]);
}
