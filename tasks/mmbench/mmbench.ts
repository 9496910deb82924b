import type { DocumentValue, EvalDocument } from '../../core/document.ts';
import { mmbenchOptions, parseMmbenchChoice } from '../../core/extractors/mmbench-choice.ts';
import { parseStaticMmbenchChoice } from '../../core/extractors/mmbench-static-choice.ts';
import type { JsonObject } from '../../core/json.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import type { MetricValue } from '../../core/rows.ts';
import type { ScoringContext } from '../../core/task.ts';

/** Columns of a row that its record holds where the dataset has them. */
const COLUMNS = ['hint', 'source', 'split', 'category', 'L2-category'];
const LETTERS = ['A', 'B', 'C', 'D', 'E'];

export function doc_to_text(document: EvalDocument, kwargs: JsonObject): string {
  const hint = textOf(document['hint']);
  const options = [...optionsOf(document)].map(([letter, text]) => `${letter}. ${text}\n`);
  const question = `${hint === 'nan' ? '' : `${hint} `}${textOf(document['question'])}`;
  return `${question} ${promptSetting(kwargs, 'options_prompt')}\n${options.join('')}${promptSetting(kwargs, 'post_prompt')}`;
}

export function process_results(
  document: EvalDocument,
  [answer]: readonly unknown[],
  context: ScoringContext = {},
): Record<string, MetricValue> {
  const record = recordOf(document, answer);
  const options = optionsOf(document);
  const choice = parseMmbenchChoice(record.prediction, options);
  if (choice !== undefined) return { gpt_eval_score: record, submission: record };
  const judged = parseMmbenchChoice((context.judgement ?? '').trim(), options);
  return {
    gpt_eval_score: judged === undefined ? record : { ...record, judged },
    submission: record,
    unparsed: judged === undefined,
  };
}

export function process_results_static(
  document: EvalDocument,
  [answer]: readonly unknown[],
): Record<string, MetricValue> {
  const record = recordOf(document, answer);
  const choice = parseStaticMmbenchChoice(record.prediction, optionsOf(document));
  return { gpt_eval_score: record, submission: record, unparsed: choice === undefined };
}

/** Asked only where the answer itself names no option. */
export function judge_prompt(
  document: EvalDocument,
  [answer = '']: readonly unknown[],
): string | undefined {
  const options = optionsOf(document);
  const prediction = String(answer).trim();
  if (prediction === '' || parseMmbenchChoice(prediction, options) !== undefined) return undefined;
  return [
    'A model answered a multiple-choice question in its own words. Which option does its answer mean?',
    'Reply with the letter of that option and nothing else. Reply with Z if the answer means none of them or several.',
    `Question: ${textOf(document['question'])}`,
    ...[...options].map(([letter, text]) => `${letter}. ${text}`),
    `Answer of the model: ${prediction}`,
    'Letter:',
  ].join('\n');
}

type MmbenchRecord = JsonObject & { readonly prediction: string };

function recordOf(document: EvalDocument, answer: unknown): MmbenchRecord {
  const prediction = String(answer).trim();
  return {
    index: document['index'] as number,
    question: textOf(document['question']),
    answer: textOf(document['answer']),
    prediction,
    ...Object.fromEntries(
      COLUMNS.flatMap((column) => {
        // The translated datasets write all names in lower case.
        const key = [column, column.toLowerCase()].find((name) => Object.hasOwn(document, name));
        return key === undefined ? [] : [[column, textOf(document[key])]];
      }),
    ),
    ...Object.fromEntries(LETTERS.map((letter) => [letter, textOf(document[letter])])),
  };
}

function optionsOf(document: EvalDocument): ReadonlyMap<string, string> {
  return mmbenchOptions((column) => document[column]);
}

/** What is not there reads "nan" in this dataset. */
function textOf(value: DocumentValue | undefined): string {
  return typeof value === 'string' && value !== '' ? value : 'nan';
}
