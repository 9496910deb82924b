import { parseChoicePatterns } from '../../core/extractors/choice-patterns.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import { isMathEqual } from '../../core/math/is-math-equal.ts';
import { splitWords } from '../../core/text/words.ts';

const RELATIVE_TOLERANCE = 1e-3;
const NUMBER = /[-+]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[-+]?\d+)?/g;
const FRACTION = /^([-+]?\d+)\/(\d+)$/;
const WORD = /[\p{L}\p{N}]/u;
/** Shorter words stand in many texts. */
const LEAST_CONTAINED = 3;

/** Whether an answer is the right one: its letter, text or value, a number as near, or words that hold it. */
export function isAnswerRight(given: string, right: string): boolean {
  const letter = /^[A-H]$/.exec(trimPython(right))?.[0];
  if (letter !== undefined) return parseChoicePatterns(given) === letter;
  const [words, wantedWords] = [valueSide(given), valueSide(right)];
  const [text, wanted] = [words, wantedWords].map((side) => side.replaceAll(' ', ''));
  if (text === '' || wanted === '') return false;
  if (text === wanted) return true;
  const [number, target] = [numberIn(text!), numberIn(wanted!)];
  if (number !== undefined && target !== undefined) {
    return Math.abs(number - target) <= RELATIVE_TOLERANCE * Math.abs(target);
  }
  return (
    isMathEqual(given, right) ||
    containsWords(words, wantedWords) ||
    containsWords(wantedWords, words)
  );
}

/** What an equation says, in lower case, without the commands that only set type. */
function valueSide(text: string): string {
  const plain = text
    .replaceAll(/\\(?:left|right|,|!|(?= ))/g, '')
    .replaceAll('−', '-')
    .replaceAll(/\\(?:text|mathrm|mathbf)\{([^{}]*)\}/g, '$1')
    .replaceAll('$', '')
    .toLowerCase();
  const side = trimPython(plain.slice(plain.lastIndexOf('=') + 1));
  const bare = side.replace(/^[.:;,。!?]+/, '').replace(/(?<![.:;,。!?])[.:;,。!?]+$/, '');
  // A leading period is the point of a decimal fraction.
  return splitWords(/^\.\d/.test(side) ? side : bare).join(' ');
}

/** The one number of a text; of several, none is the answer. */
function numberIn(text: string): number | undefined {
  const plain = text.replaceAll(',', '');
  const fraction = FRACTION.exec(plain);
  if (fraction !== null) return Number(fraction[1]) / Number(fraction[2]);
  const found = plain.match(NUMBER) ?? [];
  return found.length === 1 ? Number(found[0]) : undefined;
}

/** Whether one text stands in the other on its own, not inside a longer word or number. */
function containsWords(text: string, part: string): boolean {
  if (part.length < LEAST_CONTAINED || !/\p{L}/u.test(part)) return false;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    const isInside = WORD.test(text[at - 1] ?? '') || WORD.test(text[at + part.length] ?? '');
    if (!isInside) return true;
  }
  return false;
}
