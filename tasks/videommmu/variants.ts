import type { EvalDocument } from '../../core/document.ts';
import { letterAt } from '../../core/extractors/candidate-letter.ts';
import { readText } from '../../core/read-column.ts';
import { shuffledPositions } from '../../core/statistics/shuffled-positions.ts';
import { optionsOf } from './options.ts';

/** "None" in the place of the right option, which keeps its letter. */
export function hide_right_option(row: EvalDocument): EvalDocument {
  return withOptions(row, (texts, right) => ({
    options: texts.map((text, index) => (index === right ? 'None' : text)),
  }));
}

/** The same options in another order, which depends on the question's id only. */
export function shuffle_options(row: EvalDocument): EvalDocument {
  return withOptions(row, (texts, right) => {
    const order = shuffledPositions(texts.length, readText(row, 'id'));
    return { options: order.map((from) => texts[from]!), answer: letterAt(order.indexOf(right)) };
  });
}

/** Numbers in the place of letters. */
export function number_options(row: EvalDocument): EvalDocument {
  return withOptions(row, (texts, right) => ({
    options: texts.map((text, index) => `${index + 1}. ${text}`),
    answer: String(right + 1),
  }));
}

/** Questions without options, or with an answer outside them, stay as they are. */
function withOptions(
  row: EvalDocument,
  change: (texts: readonly string[], right: number) => EvalDocument,
): EvalDocument {
  const texts = optionsOf(row).map(({ text }) => text);
  const answer = row['answer'];
  const letter = typeof answer === 'string' ? answer.trim().toUpperCase() : '';
  const right = texts.findIndex((_, index) => letterAt(index) === letter);
  return right < 0 ? row : { ...row, ...change(texts, right) };
}
