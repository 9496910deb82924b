import { optionalText } from '../../core/document-value.ts';
import type { EvalDocument } from '../../core/document.ts';
import { embeddedImage } from '../../core/embedded-image.ts';
import { EvalError } from '../../core/errors.ts';
import { readText } from '../../core/read-column.ts';
import { descriptiveQuestion, reasoningQuestion } from './charxiv-questions.ts';
import { reasoningTask, THINK_PROMPT, type ReasoningTask } from './reasoning-task.ts';

const QUESTIONS_PER_CHART = 4;

const descriptive: ReasoningTask = reasoningTask({
  system: THINK_PROMPT,
  prompt: (document) => readText(document, 'descriptive_q'),
  pictures: (document) => [embeddedImage(document, 'image')],
  answer: (document) => readText(document, 'descriptive_a'),
});

const reasoning: ReasoningTask = reasoningTask({
  system: THINK_PROMPT,
  prompt: (document) =>
    reasoningQuestion(
      readText(document, 'reasoning_q'),
      Number(document['reasoning_q_source']),
      readText(document, 'reasoning_a'),
    ),
  pictures: (document) => [embeddedImage(document, 'image')],
  answer: (document) => readText(document, 'reasoning_a'),
});

export const descriptive_text = descriptive.doc_to_text;
export const descriptive_messages = descriptive.doc_to_messages;
export const descriptive_results = descriptive.process_results;
export const reasoning_text = reasoning.doc_to_text;
export const reasoning_messages = reasoning.doc_to_messages;
export const reasoning_results = reasoning.process_results;
export const doc_to_visual = reasoning.doc_to_visual;

/** Each chart has four descriptive questions, kept as their numbers. */
export function process_docs(row: EvalDocument): EvalDocument[] {
  return Array.from({ length: QUESTIONS_PER_CHART }, (_, index) => {
    const number = Number(row[`descriptive_q${index + 1}`]);
    const question = descriptiveQuestion(number, placeOf(row));
    if (question === undefined) {
      throw new EvalError(
        'dataset-invalid',
        `Cannot ask descriptive question ${number} of CharXiv: there are the numbers 1 to 19. Check the dataset's revision.`,
      );
    }
    return {
      ...row,
      descriptive_q: question,
      descriptive_a: readText(row, `descriptive_a${index + 1}`),
    };
  });
}

function placeOf(row: EvalDocument): string {
  const named = optionalText(row, 'subplot_loc');
  if (named !== '') return `For ${named}, `;
  const [line, column] = [row['subplot_row'], row['subplot_col']].map(Number);
  return line === 0
    ? 'For the current plot, '
    : `For the subplot at row ${line} and column ${column}, `;
}
