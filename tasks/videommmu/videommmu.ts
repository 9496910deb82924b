import { meanOfDocuments } from '../../core/aggregations/mean-of-documents.ts';
import type { EvalDocument } from '../../core/document.ts';
import { letterAt } from '../../core/extractors/candidate-letter.ts';
import { isOpenAnswerRight, parseOpenAnswer } from '../../core/extractors/mmmu-open.ts';
import { extractOptionLetter } from '../../core/extractors/option-letter.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import { optionsOf } from './options.ts';

const NO_LETTER = 'No Answer Found.';
/** How a record says that the model said nothing. */
const NO_TEXT = 'API Error';
/** What an answer follows in a sentence, beside what MMMU knows. */
const FURTHER_INDICATORS = [
  'are ',
  'in total ',
  'total ',
  'identify ',
  'recognize ',
  'calculated as ',
  'counted as ',
  'measured as ',
  'observed as ',
  'concluded as ',
  'found to be ',
  'equals ',
  'determined to be ',
  'number of ',
  'value is ',
  'adds up to ',
  'have ',
  'has ',
];

/** The share of right answers over all subjects, as published with five decimals. */
export const accuracy = meanOfDocuments({ name: 'accuracy', scoreOf: scoreOf, decimals: 5 });

/** For the perception and the comprehension of a lecture. */
export function doc_to_text(document: EvalDocument, settings: JsonObject): string {
  const end = `${promptSetting(settings, 'perception_and_comprehension_prompt')}${promptSetting(settings, 'mcq_post_prompt')}`;
  return `${doc_to_text_question_only(document)}${end}`;
}

/** For the use of what a lecture taught. */
export function doc_to_text_adaptation(document: EvalDocument, settings: JsonObject): string {
  const start = promptSetting(settings, 'pre_prompt');
  if (!isChoice(document)) {
    return `${start}${promptSetting(settings, 'open_ended_prompt')}${readText(document, 'question')}`;
  }
  return `${start}${promptSetting(settings, 'mcq_prompt')}${doc_to_text_question_only(document)}${promptSetting(settings, 'mcq_post_prompt')}`;
}

export function doc_to_text_question_only(document: EvalDocument): string {
  const options = optionsOf(document).map(({ label, text }) => `${label}. ${text}`);
  return `${readText(document, 'question')}\n${options.join('\n')}`;
}

export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const id = readText(document, 'id');
  const parsed = parseAnswer(document, answer);
  return {
    mmmu_acc: {
      id,
      // dev_Art_Theory_2 is of the subject Art_Theory.
      subdomain: id.split('_').slice(1, -1).join('_'),
      question_type: readText(document, 'question_type'),
      answer: document['answer'] as JsonValue,
      parsed_pred: parsed,
    },
    unparsed: parsed === NO_LETTER || parsed === NO_TEXT,
  };
}

function parseAnswer(document: EvalDocument, answer: string): string | (string | number)[] {
  if (isChoice(document)) {
    const labels = optionsOf(document).map(({ label }, index) => label || letterAt(index));
    return extractOptionLetter(answer, labels) || NO_LETTER;
  }
  if (answer === '' || answer === NO_TEXT) return NO_TEXT;
  return parseOpenAnswer(answer, FURTHER_INDICATORS);
}

/** A question of perception is one of choice as well; only what is called open has no options. */
function isChoice(document: EvalDocument): boolean {
  const kind = readText(document, 'question_type');
  return kind === 'multiple-choice' || kind === 'perception';
}

function scoreOf({ answer, parsed_pred: given }: JsonObject): number {
  const right = (Array.isArray(answer) ? answer : [answer]).map(String);
  if (Array.isArray(given)) return isOpenAnswerRight(right, given as (string | number)[]) ? 1 : 0;
  return typeof given === 'string' && right.includes(given) ? 1 : 0;
}
