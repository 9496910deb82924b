import { meanOfDocuments } from '../../core/aggregations/mean-of-documents.ts';
import type { EvalDocument } from '../../core/document.ts';
import { EvalError } from '../../core/errors.ts';
import { letterAt } from '../../core/extractors/candidate-letter.ts';
import { extractOptionLetter } from '../../core/extractors/option-letter.ts';
import type { JsonObject } from '../../core/json.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import { shuffledPositions } from '../../core/statistics/shuffled-positions.ts';
import { letteredOptions } from '../../core/text/lettered-options.ts';
import { interleave } from './interleave.ts';

const OPTION_COLUMNS = ['option0', 'option1', 'option2', 'option3', 'option4'];
/** How the dataset writes that a question has fewer options. */
const NO_OPTION = 'N/A';

export const accuracy = meanOfDocuments({
  name: 'accuracy',
  scoreOf: ({ parsed_pred, answer }) => (parsed_pred === answer ? 1 : 0),
  decimals: 5,
});

export function doc_to_text(document: EvalDocument, settings: JsonObject): string {
  const options = letteredOptions(optionsOf(document));
  const question = `${readText(document, 'question')}\n${options}`;
  const film =
    settings['insert_interleave_subtitles'] === true
      ? `${interleave(document, settings['max_num_frames'])}\n`
      : '';
  return `${promptSetting(settings, 'pre_prompt')}${film}${question}\n${promptSetting(settings, 'post_prompt')}`;
}

export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const id = readText(document, 'id');
  const letters = optionsOf(document).map((_, position) => letterAt(position));
  const letter = extractOptionLetter(answer, letters);
  return {
    lvb_acc: {
      id,
      duration_group: document['duration_group'] as number,
      question_category: readText(document, 'question_category'),
      answer: rightLetter(document),
      parsed_pred: letter,
    },
    submission: { [id]: answer },
    unparsed: letter === '',
  };
}

/** The same options in another order, which depends on the question's id only. */
export function shuffle_options(row: EvalDocument): EvalDocument {
  const options = optionsOf(row);
  const order = shuffledPositions(options.length, readText(row, 'id'));
  const shuffled = order.map((from, to) => [OPTION_COLUMNS[to]!, options[from]!] as const);
  const right = order.indexOf(Number(row['correct_choice']));
  return { ...row, ...Object.fromEntries(shuffled), correct_choice: right };
}

function optionsOf(document: EvalDocument): readonly string[] {
  const texts = OPTION_COLUMNS.map((column) => document[column]);
  return texts.filter((text) => typeof text === 'string' && text !== NO_OPTION) as string[];
}

function rightLetter(document: EvalDocument): string {
  const position = document['correct_choice'];
  // The answers of the test split are not public: it says -1 there.
  if (typeof position === 'number') return letterAt(position);
  throw new EvalError(
    'dataset-invalid',
    `Cannot read the column "correct_choice": expected a position, received ${JSON.stringify(position) ?? 'nothing'}. Check the dataset's revision.`,
  );
}
