import { stripMarks } from '../text/strip-marks.ts';
import { splitWords } from '../text/words.ts';

export interface ChoiceQuestion {
  /** Letters in order. */
  readonly letters: readonly string[];
  /** Letter → text of the option. */
  readonly texts: Readonly<Record<string, string>>;
}

/** How an answer may name an option, the surest first: brackets, a letter before a blank or a period. */
const MMMU_FORMS: readonly Form[] = [
  { written: (letter) => `(${letter})` },
  { written: (letter) => `${letter} `, placed: (letter) => ` ${letter} ` },
  { written: (letter) => `${letter}.`, placed: (letter) => ` ${letter} ` },
];

/** The same for Video-MMMU, where a period or a colon after the letter comes first. */
const VIDEO_FORMS: readonly Form[] = [
  { written: (letter) => `${letter}.` },
  { written: (letter) => `${letter}:` },
  { written: (letter) => `(${letter})` },
  { written: (letter) => `${letter} `, placed: (letter) => ` ${letter} ` },
];

/** The same for benchmarks of sound: a letter stands between blanks, and so it does where several are compared. */
const AUDIO_FORMS: readonly Form[] = [
  { written: (letter) => `(${letter})`, placed: (letter) => ` ${letter} ` },
  { written: (letter) => ` ${letter} ` },
  { written: (letter) => `${letter}.`, placed: (letter) => ` ${letter} ` },
];

const MARKS = [',', '.', '!', '?', ';', ':', "'"];
/** Answers of this many words and fewer are not searched for the text of an option. */
const SHORT_ANSWER_WORDS = 5;

interface Form {
  readonly written: (letter: string) => string;
  /** What is looked for to tell which of several letters came last; default: as written. */
  readonly placed?: (letter: string) => string;
}

/**
 * The option that an answer to a question of MMMU names; of several the one named last. undefined where
 * there is none: the benchmark's own code draws a letter then.
 */
export function parseMmmuChoice(answer: string, question: ChoiceQuestion): string | undefined {
  return findChoice(answer, question, MMMU_FORMS);
}

export function parseVideoMmmuChoice(answer: string, question: ChoiceQuestion): string | undefined {
  return findChoice(answer, question, VIDEO_FORMS);
}

export function parseAudioChoice(answer: string, letters: readonly string[]): string | undefined {
  return findChoice(answer, { letters, texts: {} }, AUDIO_FORMS);
}

function findChoice(
  answer: string,
  question: ChoiceQuestion,
  forms: readonly Form[],
): string | undefined {
  const text = ` ${stripMarks(answer, MARKS)} `;
  for (const { written, placed = written } of forms) {
    const named = question.letters.filter((letter) => text.includes(written(letter)));
    if (named.length > 0) return lastNamed(named, (letter) => text.lastIndexOf(placed(letter)));
  }
  if (splitWords(text).length <= SHORT_ANSWER_WORDS) return undefined;
  const lower = text.toLowerCase();
  const textOf = (letter: string): string => (question.texts[letter] ?? '').toLowerCase();
  const named = Object.keys(question.texts).filter((letter) => lower.includes(textOf(letter)));
  return lastNamed(named, (letter) => lower.lastIndexOf(textOf(letter)));
}

function lastNamed(
  letters: readonly string[],
  place: (letter: string) => number,
): string | undefined {
  let best = letters[0];
  for (const letter of letters) if (place(letter) > place(best!)) best = letter;
  return best;
}
