import { meanOfDocuments } from '../../core/aggregations/mean-of-documents.ts';
import type { EvalDocument } from '../../core/document.ts';
import { letterAt } from '../../core/extractors/candidate-letter.ts';
import type { JsonObject } from '../../core/json.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import { splitWords } from '../../core/text/words.ts';

const OPTION_COLUMNS = [0, 1, 2, 3, 4].map((index) => `answer_choice_${index}`);
const ONLY_LETTER = /^[([]?\s{0,9}([A-E])\s{0,9}[)\].:-]?\s{0,9}$/;
/** What names an option, the surest form first, never the first letter of a word; of several the last counts. */
const FORMS = [
  /ANSWER\s{0,9}(?:IS|:)?\s{0,9}[([]?\s{0,9}([A-E])(?![A-Z])/g,
  /OPTION\s{0,9}([A-E])(?![A-Z])/g,
  /\(([A-E])\)/g,
  /(?<![\p{L}\p{N}_])([A-E])[).]/gu,
];
const LONE_LETTER = /(?<![\p{L}\p{N}_])([A-E])(?![\p{L}\p{N}_])/u;
const SHORT_ANSWER_WORDS = 3;

export const accuracy = meanOfDocuments({
  name: 'accuracy',
  scoreOf: ({ is_correct: isCorrect }) => (isCorrect === true ? 1 : 0),
});

export function doc_to_text(document: EvalDocument, settings: JsonObject): string {
  const options = [...optionsOf(document)].map(([letter, text]) => `${letter}. ${text}`);
  const question = [readText(document, 'question').trim(), options.join('\n')].join('\n');
  return `${promptSetting(settings, 'pre_prompt')}${question}${promptSetting(settings, 'post_prompt')}`;
}

export function doc_to_target(document: EvalDocument): string {
  const position = document['answer_id'];
  return typeof position === 'number' && position < OPTION_COLUMNS.length ? letterAt(position) : '';
}

export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const letter = parseLetter(answer, optionsOf(document));
  const right = doc_to_target(document);
  return {
    neptune_acc: {
      key: textOr(document['key'], ''),
      question_type: textOr(document['question_type'], 'Unknown'),
      gold: right,
      parsed_pred: letter,
      is_correct: letter !== '' && letter === right,
    },
    unparsed: letter === '',
  };
}

function parseLetter(answer: string, options: ReadonlyMap<string, string>): string {
  const text = answer.trim().toUpperCase();
  const only = ONLY_LETTER.exec(text)?.[1];
  if (only !== undefined) return only;
  for (const form of FORMS) {
    const last = [...text.matchAll(form)].at(-1)?.[1];
    if (last !== undefined) return last;
  }
  const alone = LONE_LETTER.exec(text)?.[1];
  if (alone !== undefined && splitWords(text).length <= SHORT_ANSWER_WORDS) return alone;
  const plainAnswer = plain(answer);
  const byText = [...options].find(([, option]) => {
    const wanted = plain(option);
    return wanted !== '' && plainAnswer.includes(wanted);
  });
  return byText?.[0] ?? '';
}

function optionsOf(document: EvalDocument): ReadonlyMap<string, string> {
  return new Map(
    OPTION_COLUMNS.flatMap((column, index) => {
      const text = document[column];
      return typeof text === 'string' ? [[letterAt(index), text.trim()] as const] : [];
    }),
  );
}

function plain(text: string): string {
  return splitWords(text.toLowerCase().replaceAll(/[^a-z0-9\s]/g, ' ')).join(' ');
}

function textOr(value: unknown, fallback: string): string {
  return typeof value === 'string' ? value : fallback;
}
