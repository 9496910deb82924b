import { meanOfDocuments } from '../../core/aggregations/mean-of-documents.ts';
import type { EvalDocument } from '../../core/document.ts';
import { EvalError } from '../../core/errors.ts';
import { letterAt } from '../../core/extractors/candidate-letter.ts';
import { parseAudioChoice } from '../../core/extractors/mmmu-choice.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import type { JsonObject } from '../../core/json.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';

const COLUMNS = ['choice_a', 'choice_b', 'choice_c', 'choice_d'];
const SCORE_DECIMALS = 5;

/** A question with fewer choices names the others None, as the benchmark's own prompts do. */
export function doc_to_text(document: EvalDocument, settings: JsonObject): string {
  const choices = COLUMNS.map(
    (column, position) => `${letterAt(position)}. ${choiceOf(document, column) ?? 'None'}\n`,
  );
  const question = `${readText(document, 'question')}\n${choices.join('')}`;
  return promptSetting(settings, 'pre_prompt') + question + promptSetting(settings, 'post_prompt');
}

export function doc_to_choice(document: EvalDocument): readonly string[] {
  const isShown = (column: string): boolean => trimPython(choiceOf(document, column) ?? '') !== '';
  return COLUMNS.flatMap((column, position) => (isShown(column) ? [letterAt(position)] : []));
}

/** The data hold the text of the right choice. */
export function doc_to_target(document: EvalDocument): string {
  const answer = readText(document, 'answer_gt');
  const position = COLUMNS.findIndex((column) => choiceOf(document, column) === answer);
  if (position >= 0) return letterAt(position);
  throw new EvalError(
    'dataset-invalid',
    `the answer ${JSON.stringify(answer.slice(0, 80))} is none of the choices`,
  );
}

export function process_results(
  document: EvalDocument,
  [response = '']: readonly string[],
): Record<string, MetricValue> {
  const given = parseAudioChoice(trimPython(response), doc_to_choice(document));
  const id = document['uniq_id'] === undefined ? 'unknown' : readText(document, 'uniq_id');
  return {
    accuracy: {
      score: given === doc_to_target(document) ? 1 : 0,
      task: readText(document, 'task_name'),
    },
    submission: { [id]: given ?? '' },
    unparsed: given === undefined,
  };
}

export const aggregate = meanOfDocuments({
  name: 'air_bench_foundation',
  scoreOf: ({ score }) => Number(score),
  decimals: SCORE_DECIMALS,
});

function choiceOf(document: EvalDocument, column: string): string | undefined {
  const value = document[column];
  return value === undefined || value === null ? undefined : readText(document, column);
}
