import type { EvalDocument } from '../../core/document.ts';
import { letterAt } from '../../core/extractors/candidate-letter.ts';
import type { JsonObject } from '../../core/json.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import { letteredOptions } from '../../core/text/lettered-options.ts';

const OPTION_COLUMNS = [0, 1, 2, 3, 4].map((index) => `answer_choice_${index}`);
/** "the answer is C", "Option: b"; a letter that begins a word is none. */
const NAMED = /(?:answer|option)\s*(?:is|:)\s*([ABCDE])(?![A-Za-z])/gi;
const LEAD_INS = [
  'The best answer is',
  'The correct answer is',
  'The answer is',
  'Answer:',
  'Option:',
  'Therefore, the final answer is:',
];
const UNKNOWN = 'UNKNOWN';

export function doc_to_text(document: EvalDocument, settings: JsonObject): string {
  const question = `${readText(document, 'question').trim()}\n${letteredOptions(optionsOf(document))}`;
  return `${promptSetting(settings, 'pre_prompt')}${question}${promptSetting(settings, 'post_prompt')}`;
}

/** The dataset gives the position of the right option, else its text. */
export function doc_to_target(document: EvalDocument): string {
  const position = Number(document['answer_id'] ?? Number.NaN);
  if (Number.isInteger(position) && position >= 0 && position < OPTION_COLUMNS.length) {
    return letterAt(position);
  }
  const answer = document['answer'];
  const text = typeof answer === 'string' ? answer.trim() : '';
  return letterAt(optionsOf(document).indexOf(text));
}

export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const letter = lastLetter(answer);
  const right = doc_to_target(document);
  return {
    minerva_acc: {
      id: textOr(document['key'], ''),
      question_type: textOr(document['question_type'] ?? document['question type'], UNKNOWN),
      split: textOr(document['split'], UNKNOWN),
      category: textOr(document['category'], UNKNOWN),
      pred_answer: letter,
      answer: right,
      score: letter !== '' && letter === right ? 1 : 0,
    },
    unparsed: letter === '',
  };
}

/** The letter that the answer says it gives, else its last capital letter from A to E. */
function lastLetter(answer: string): string {
  const named = [...answer.matchAll(NAMED)].at(-1)?.[1];
  if (named !== undefined) return named.toUpperCase();
  let rest = answer;
  for (const leadIn of LEAD_INS) rest = rest.replaceAll(leadIn, '');
  return rest.match(/[ABCDE]/g)?.at(-1) ?? '';
}

function optionsOf(document: EvalDocument): readonly string[] {
  return OPTION_COLUMNS.map((column) => textOr(document[column], '').trim());
}

function textOr(value: unknown, fallback: string): string {
  return typeof value === 'string' ? value : fallback;
}
