import { fieldOf, numberOf } from '../../core/aggregations/aggregation.ts';
import type { EvalDocument } from '../../core/document.ts';
import { embeddedImage } from '../../core/embedded-image.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import type { Media } from '../../core/media.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import { mean } from '../../core/statistics/moments.ts';

const ENGLISH_LEADS = ['', '(', 'option ', 'the answer is '];
const KOREAN_LEADS = ['', '(', '옵션 ', '정답은 '];
const LETTERS = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');

export function doc_to_text(document: EvalDocument, kwargs: JsonObject): string {
  const [before, after] = [
    promptSetting(kwargs, 'pre_prompt'),
    promptSetting(kwargs, 'post_prompt'),
  ];
  const question = trimPython(readText(document, 'question'));
  return before === '' && after === ''
    ? question
    : `${before}${question.replaceAll(' Please answer yes or no.', '')}${after}`;
}

/** In OpenCompass's edition the options are columns of their own. */
export function doc_to_text_oc(document: EvalDocument, kwargs: JsonObject): string {
  const question = readText(document, 'question').replaceAll('<image 1>', '');
  const options = LETTERS.filter((letter) => Object.hasOwn(document, letter)).map(
    (letter) => `${letter}. ${readText(document, letter)}\n`,
  );
  const prompt = `${promptSetting(kwargs, 'pre_prompt')}${question}\nOptions:\n${options.join('')}${promptSetting(kwargs, 'post_prompt')}`;
  return prompt.trimEnd();
}

export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  return resultsOf(document, letterAfter(answer, ENGLISH_LEADS));
}

export function process_results_ko(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  return resultsOf(document, letterAfter(answer, KOREAN_LEADS));
}

/** Of all questions, or of those of one category: each second-level category counts alike. */
export function l2_category_mean(values: readonly JsonValue[]): number {
  const scores = new Map<string, number[]>();
  for (const value of values) {
    const category = JSON.stringify(fieldOf(value, 'l2_category'));
    const known = scores.get(category) ?? [];
    known.push(numberOf(fieldOf(value, 'score')) ?? Number.NaN);
    scores.set(category, known);
  }
  return mean([...scores.values()].map((list) => mean(list)));
}

/** The characters that may be the letter: what begins the answer, or follows a known lead-in. */
function letterAfter(answer: string, leads: readonly string[]): string[] {
  const text = trimPython(answer.toLowerCase().replaceAll('\n', ' '));
  return leads
    .filter((lead) => text.startsWith(lead))
    .map((lead) => Array.from(text.slice(lead.length))[0] ?? '');
}

function resultsOf(
  document: EvalDocument,
  candidates: readonly string[],
): Record<string, MetricValue> {
  const right = trimPython(readText(document, 'answer').toLowerCase());
  const record = {
    question_id: document['index'] as JsonValue,
    l2_category: readText(document, 'l2_category'),
    score: candidates.includes(right) ? 1 : 0,
  };
  return {
    [readText(document, 'category')]: record,
    average: record,
    unparsed: !candidates.some((candidate) => /^[a-z]$/.test(candidate)),
  };
}

/** OpenCompass's edition holds each picture as base64 text. */
export function doc_to_visual_oc(document: EvalDocument): Media[] {
  return [embeddedImage(document, 'image')];
}
