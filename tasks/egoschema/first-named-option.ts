import { letterAt } from '../../core/extractors/candidate-letter.ts';
import { stripMarks } from '../../core/text/strip-marks.ts';
import { splitWords } from '../../core/text/words.ts';

/** Answers of this many words and fewer are not searched for the text of an option. */
const SHORT_ANSWER_WORDS = 5;
const MARKS = [',', '.', '!', '?', ';', ':', "'"];

/**
 * The position of the option that an answer names first: as `(X)`, as a letter before a blank or before a
 * period, each counted where it stands last; else, in longer answers, by its text.
 */
export function parseFirstNamedOption(
  answer: string,
  options: readonly string[],
): number | undefined {
  const text = ` ${stripMarks(answer, MARKS)} `;
  const letters = options.map((_, position) => letterAt(position));
  const places = letters.map((letter) =>
    firstOf([`(${letter})`, `${letter} `, `${letter}.`].map((form) => text.lastIndexOf(form))),
  );
  const named = positionOfFirst(places);
  if (named !== undefined || splitWords(text).length <= SHORT_ANSWER_WORDS) return named;
  const lower = text.toLowerCase();
  return positionOfFirst(options.map((option) => lower.lastIndexOf(option.trim().toLowerCase())));
}

function firstOf(places: readonly number[]): number {
  const found = places.filter((place) => place >= 0);
  return found.length === 0 ? -1 : Math.min(...found);
}

function positionOfFirst(places: readonly number[]): number | undefined {
  const first = firstOf(places);
  return first < 0 ? undefined : places.indexOf(first);
}
