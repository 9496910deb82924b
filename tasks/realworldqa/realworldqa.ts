import type { EvalDocument } from '../../core/document.ts';
import { extractOptionLetter } from '../../core/extractors/option-letter.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import type { JsonObject } from '../../core/json.ts';
import { exactMatch } from '../../core/metrics/exact-match.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';

const REQUEST =
  'Please answer directly with only the letter of the correct option and nothing else.';

/** Questions end with a request of their own, which another one replaces. */
export function doc_to_text(document: EvalDocument, kwargs: JsonObject): string {
  const question = trimPython(readText(document, 'question'));
  const request = promptSetting(kwargs, 'post_prompt');
  const shown = request === '' ? question : question.replaceAll(REQUEST, '');
  return `${promptSetting(kwargs, 'pre_prompt')}${shown}${request}`;
}

/** A question with lettered options is scored by the letter named, any other by the words given. */
export function process_results(
  document: EvalDocument,
  [answer]: readonly unknown[],
): Record<string, MetricValue> {
  const target = readText(document, 'answer').trim();
  const text = String(answer).trim();
  if (/^[A-H]$/.test(target)) {
    const letter = extractOptionLetter(text);
    return { exact_match: letter === target ? 1 : 0, unparsed: letter === '' };
  }
  const score = exactMatch.scoreText?.(
    { prediction: text, references: [target] },
    { metric: 'exact_match', ignore_case: true, ignore_punctuation: true },
  );
  return { exact_match: score ?? 0, unparsed: text === '' };
}
