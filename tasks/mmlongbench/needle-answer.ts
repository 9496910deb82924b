import { textOf } from '../../core/document-value.ts';
import type { DocumentValue } from '../../core/document.ts';
import { splitWords } from '../../core/text/words.ts';
import { parsePythonLiteral } from '../../core/text/python-literal.ts';

/**
 * Whether an answer is right, by what the right one is: yes or no, a list of counts (whose sum counts), the
 * position of an option, or a text the answer must hold.
 */
export function isNeedleRight(
  given: string,
  right: DocumentValue,
  { isYesNo }: { readonly isYesNo: boolean },
): boolean {
  if (isYesNo) {
    const label = lastYesNo(given);
    return label !== undefined && label === lastYesNo(textOf(right));
  }
  if (Array.isArray(right)) {
    const counts = countsIn(given);
    const wanted = right.filter((value) => typeof value === 'number');
    return counts.length > 0 && sum(counts) === sum(wanted);
  }
  if (typeof right === 'number') return choiceIn(given) === right;
  const wanted = plainText(textOf(right));
  return wanted !== '' && plainText(given).includes(wanted);
}

function lastYesNo(text: string): string | undefined {
  return text
    .toLowerCase()
    .match(/\b(?:yes|no)\b/g)
    ?.at(-1);
}

/** The numbers of the last list in brackets that holds any, else all numbers. */
function countsIn(text: string): number[] {
  const lists = text.split('[').slice(1);
  for (const piece of lists.toReversed()) {
    const end = piece.indexOf(']');
    const parsed = end < 0 ? undefined : parsePythonLiteral(`[${piece.slice(0, end)}]`);
    const numbers = (Array.isArray(parsed) ? parsed : []).flatMap((item) => {
      const number = item === null || Array.isArray(item) ? Number.NaN : Number(item);
      return Number.isFinite(number) ? [Math.trunc(number)] : [];
    });
    if (numbers.length > 0) return numbers;
  }
  return Array.from(text.matchAll(/-?\d+/g), ([number]) => Number(number));
}

/** Zero-based: the letter after "answer", else the last lone letter, else the last number. */
function choiceIn(text: string): number | undefined {
  const upper = text.toUpperCase();
  const letter =
    /ANSWER\s{0,20}[:-]?\s{0,20}\(?([A-J])(?![A-Z])/.exec(upper)?.[1] ??
    lastOnFirstLine(upper, /\b[A-J]\b/g);
  if (letter !== undefined) return letter.charCodeAt(0) - 'A'.charCodeAt(0);
  const number = lastOnFirstLine(upper, /\b\d+\b/g);
  return number === undefined ? undefined : Number(number);
}

function lastOnFirstLine(text: string, pattern: RegExp): string | undefined {
  for (const line of text.split('\n')) {
    const last = line.match(pattern)?.at(-1);
    if (last !== undefined) return last;
  }
  return undefined;
}

function plainText(text: string): string {
  return splitWords(text.toLowerCase().replaceAll(/[!-/:-@[-`{-~]/g, '')).join(' ');
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
