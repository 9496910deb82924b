import { meanOfDocuments } from '../../core/aggregations/mean-of-documents.ts';
import type { EvalDocument } from '../../core/document.ts';
import type { JsonObject } from '../../core/json.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import { readText, readTexts } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import { shuffledPositions } from '../../core/statistics/shuffled-positions.ts';
import { optionTexts, rightPosition } from './option-texts.ts';

const LETTERS = ['A', 'B', 'C', 'D'];

export const matching_answer_percent = meanOfDocuments({
  name: 'matching_answer_percent',
  scoreOf: ({ pred_answer, answer }) => (pred_answer === answer ? 100 : 0),
});

export function keep_long(row: EvalDocument): EvalDocument | undefined {
  return row['duration'] === 'long' ? row : undefined;
}

/** The same options in another order, which depends on the question's id only. */
export function shuffle_options(row: EvalDocument): EvalDocument {
  const texts = optionTexts(row);
  const right = rightPosition(row);
  const order = shuffledPositions(texts.length, readText(row, 'question_id'));
  const options = order.map((from, to) => `${LETTERS[to] ?? ''}. ${texts[from]!}`);
  return { ...row, options, answer: LETTERS[order.indexOf(right)] ?? '' };
}

/** "None" in the place of the right option, which keeps its letter. */
export function hide_right_option(row: EvalDocument): EvalDocument {
  const right = rightPosition(row);
  const options = optionTexts(row).map(
    (text, position) => `${LETTERS[position] ?? ''}. ${position === right ? 'None' : text}`,
  );
  return { ...row, options };
}

export function number_options(row: EvalDocument): EvalDocument {
  const options = optionTexts(row).map((text, position) => `${position + 1}. ${text}`);
  return { ...row, options, answer: String(rightPosition(row) + 1) };
}

export function doc_to_text_number(document: EvalDocument, settings: JsonObject): string {
  const options = readTexts(document, 'options').join('\n');
  const question = `${readText(document, 'question')}\n${options}`;
  return `${promptSetting(settings, 'pre_prompt')}${question}${promptSetting(settings, 'post_prompt')}`;
}

export function process_results_number(
  document: EvalDocument,
  [response = '']: readonly string[],
): Record<string, MetricValue> {
  const answer = response.trim();
  const number = /^([1-4])[.)\s]/.exec(answer)?.[1] ?? /\b([1-4])\b/.exec(answer)?.[1];
  const leading = /^[1-4]/.exec(answer)?.[0];
  const given = number ?? leading;
  return {
    videomme_perception_score: {
      question_id: readText(document, 'question_id'),
      duration: readText(document, 'duration'),
      category: readText(document, 'domain'),
      sub_category: readText(document, 'sub_category'),
      task_category: readText(document, 'task_type'),
      pred_answer: given ?? answer,
      answer: readText(document, 'answer'),
    },
    unparsed: given === undefined,
  };
}
