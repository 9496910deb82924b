import { parseChoicePatterns } from '../../core/extractors/choice-patterns.ts';
import {
  extractTaggedAnswer,
  scoreAnswerFormat,
  trimAnswer,
} from '../../core/extractors/reasoned-answer.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import type { JsonValue } from '../../core/json.ts';
import { isMathEqual } from '../../core/math/is-math-equal.ts';
import { comparableText } from '../../core/metrics/metric.ts';
import { mean } from '../../core/statistics/moments.ts';
import { parsePythonLiteral } from '../../core/text/python-literal.ts';

export interface ReasonedScore {
  readonly accuracy: number;
  readonly format: number;
  readonly isUnparsed: boolean;
}

export interface ReasonedOptions {
  /** Whether "Yes" is "yes". */
  readonly ignoreCase?: boolean;
}

/** Length that a shared text must have of the longer one to count as the same. */
const SHARED_PART = 0.9;
const BARE_LETTER = /^\(?([A-Za-z])\)?$/;
const MORE_LETTERS = Array.from('ABCDEFGHIJ');

/** Means over the samples: whether the final answer is right, and how well the form was kept. */
export function scoreReasoned(
  responses: readonly JsonValue[],
  right: string,
  { ignoreCase = false }: ReasonedOptions = {},
): ReasonedScore {
  const texts = responses.flat().map((response) => trimPython(comparableText(response)));
  const answers = texts.map(finalAnswer);
  const isRightIn = (answer: string): boolean =>
    isAnswerRight(answer, right) || (ignoreCase && isAnswerRight(answer.toLowerCase(), right));
  return {
    accuracy: mean(answers.map((answer) => Number(isRightIn(answer)))),
    format: mean(texts.map(scoreAnswerFormat)),
    isUnparsed: answers.every((answer) => answer === ''),
  };
}

function finalAnswer(response: string): string {
  return trimAnswer(extractTaggedAnswer(response));
}

/** By letter where the right answer is one, else as text with little around it, else as mathematics. */
function isAnswerRight(answer: string, right: string): boolean {
  const wanted = trimAnswer(right);
  if (answer === '' || wanted === '') return false;
  const letter = BARE_LETTER.exec(wanted)?.[1]?.toUpperCase();
  if (letter !== undefined) return choiceOf(answer, letter) === letter;
  const several = wanted.startsWith('[') ? parsePythonLiteral(wanted) : undefined;
  // Alternatives are written as a list of texts; a list of numbers is the answer itself.
  const accepted = isTexts(several) ? several : [wanted];
  return accepted.some((text) => isSharedText(answer, text) || isMathEqual(answer, text));
}

function isTexts(value: JsonValue | undefined): value is readonly string[] {
  return (
    Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string')
  );
}

function choiceOf(answer: string, wanted: string): string {
  const bare = BARE_LETTER.exec(answer)?.[1];
  if (bare !== undefined) return bare.toUpperCase();
  return parseChoicePatterns(answer, wanted > 'H' ? MORE_LETTERS : undefined);
}

function isSharedText(left: string, right: string): boolean {
  const [shorter, longer] = left.length <= right.length ? [left, right] : [right, left];
  return longer.includes(shorter) && shorter.length >= SHARED_PART * longer.length;
}
