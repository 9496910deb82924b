import { compilePythonRegex } from '../filters/python-regex.ts';
import { trimPython } from '../filters/python-text.ts';
import { parseNumber, roundHalfEven } from '../text/parse-number.ts';

const GROUPED = compilePythonRegex('-?\\b\\d{1,3}(?:,\\d{3})+\\b');
const SCIENTIFIC = compilePythonRegex('-?\\d+(?:\\.\\d+)?[eE][+-]?\\d+');
const SIMPLE = compilePythonRegex('-?(?:\\d+\\.\\d+|\\.\\d+|\\d+\\b)(?![eE][+-]?\\d+)(?![,\\d])');

/** What an answer follows in a sentence. In the last sentence an equals sign does too. */
const INDICATORS = [
  'could be ',
  'so ',
  'is ',
  'thus ',
  'therefore ',
  'final ',
  'answer ',
  'result ',
];
const TRIVIAL = new Set([':', ',', '.', '!', '?', ';', "'"]);

/** Numbers in a text: with thousands separators, in scientific notation, then plain ones. */
export function extractNumbers(text: string): string[] {
  return [GROUPED, SCIENTIFIC, SIMPLE].flatMap((pattern) =>
    pattern.findAll(text).map((match) => match[0]!),
  );
}

/**
 * Everything that an answer to an open question of MMMU may mean: its key phrases and their numbers. A
 * benchmark after MMMU may know further words that an answer follows.
 */
export function parseOpenAnswer(
  answer: string,
  furtherIndicators: readonly string[] = [],
): (string | number)[] {
  const phrases = keyPhrases(answer, [...INDICATORS, ...furtherIndicators]);
  const candidates = [...phrases, ...phrases.flatMap(extractNumbers)];
  return [...new Set(candidates.flatMap(normaliseOpenAnswer))];
}

/**
 * A number to two places, else the lower-cased text. A single letter is given with a blank before and
 * after it, so that it is not found inside a word.
 */
export function normaliseOpenAnswer(text: string): (string | number)[] {
  const trimmed = trimPython(text);
  const number = parseNumber(trimmed.replaceAll(',', ''));
  if (number !== undefined) return [roundTwoPlaces(number)];
  const lower = trimmed.toLowerCase();
  return Array.from(lower).length === 1 ? [` ${lower}`, `${lower} `] : [lower];
}

/** Whether one of the predictions is, or (as a text) contains, one of the right answers. */
export function isOpenAnswerRight(
  right: readonly string[],
  predictions: readonly (string | number)[],
): boolean {
  const answers = right.flatMap(normaliseOpenAnswer);
  return predictions.some((prediction) =>
    typeof prediction === 'number'
      ? answers.includes(prediction)
      : answers.some((answer) => typeof answer === 'string' && prediction.includes(answer)),
  );
}

function keyPhrases(answer: string, indicators: readonly string[]): string[] {
  const whole = stripPeriods(trimPython(answer)).toLowerCase();
  const sentences = whole.split('\n');
  const phrases = sentences.flatMap((sentence, index) => {
    const isLast = index === sentences.length - 1;
    const phrase = shortestAfter(sentence, isLast ? [...indicators, '='] : indicators);
    return phrase === undefined || TRIVIAL.has(phrase) ? [] : [phrase];
  });
  return phrases.length === 0 ? [whole] : phrases;
}

function shortestAfter(sentence: string, indicators: readonly string[]): string | undefined {
  let shortest: string | undefined;
  for (const indicator of indicators) {
    const at = sentence.lastIndexOf(indicator);
    if (at < 0) continue;
    const phrase = trimPython(sentence.slice(at + indicator.length));
    if (shortest === undefined || shortest === '' || phrase.length < shortest.length) {
      shortest = phrase;
    }
  }
  return shortest === '' ? undefined : shortest;
}

function stripPeriods(text: string): string {
  return text.replace(/^\.+/, '').replace(/\.+$/, '');
}

function roundTwoPlaces(value: number): number {
  return Number.isFinite(value) ? roundHalfEven(value, 2) : value;
}
