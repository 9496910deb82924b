import type { DocumentValue, EvalDocument } from '../../core/document.ts';
import { mmbenchOptions, parseMmbenchChoice } from '../../core/extractors/mmbench-choice.ts';
import type { JsonObject } from '../../core/json.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import type { MetricValue } from '../../core/rows.ts';

/** Columns of a row that its record holds, in the order of a submission. */
const COLUMNS = ['hint', 'source', 'split', 'category', 'L2-category', 'A', 'B', 'C', 'D', 'E'];

export function doc_to_text(document: EvalDocument, kwargs: JsonObject): string {
  const hint = textOf(document['hint']);
  const options = [...mmbenchOptions((column) => document[column])].map(
    ([letter, text]) => `${letter}. ${text}\n`,
  );
  const question = `${hint === 'nan' ? '' : `${hint} `}${textOf(document['question'])}`;
  return `${question} ${promptSetting(kwargs, 'options_prompt')}\n${options.join('')}${promptSetting(kwargs, 'post_prompt')}`;
}

export function process_results(
  document: EvalDocument,
  [answer]: readonly unknown[],
): Record<string, MetricValue> {
  const prediction = String(answer).trim();
  const record: JsonObject = {
    index: document['index'] as number,
    question: textOf(document['question']),
    answer: textOf(document['answer']),
    prediction,
    ...Object.fromEntries(COLUMNS.map((column) => [column, textOf(document[column])])),
  };
  const choice = parseMmbenchChoice(
    prediction,
    mmbenchOptions((column) => document[column]),
  );
  return { gpt_eval_score: record, submission: record, unparsed: choice === undefined };
}

/** What is not there reads "nan" in this dataset. */
function textOf(value: DocumentValue | undefined): string {
  return typeof value === 'string' && value !== '' ? value : 'nan';
}
