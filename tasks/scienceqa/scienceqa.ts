import type { EvalDocument } from '../../core/document.ts';
import { letterAt } from '../../core/extractors/candidate-letter.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import type { JsonObject } from '../../core/json.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import { readText, readTexts } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import { letteredOptions } from '../../core/text/lettered-options.ts';

export function doc_to_text(document: EvalDocument, kwargs: JsonObject): string {
  const hint = readText(document, 'hint');
  const question = readText(document, 'question');
  const options = letteredOptions(readTexts(document, 'choices'));
  if (promptSetting(kwargs, 'format') === 'qwen_vl') {
    return `Context: ${hint === '' ? 'N/A' : hint}\nQuestion: ${question}\nOptions: ${options}\nAnswer:`;
  }
  const context = hint === '' ? '' : `Context: ${hint}\n`;
  return `${promptSetting(kwargs, 'pre_prompt')}${context}${question}\n${options}${promptSetting(kwargs, 'post_prompt')}`;
}

export function doc_to_target(document: EvalDocument): string {
  return letterAt(Number(readText(document, 'answer')));
}

/** Right where the answer is the letter, or begins with it as a capital and a period. */
export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const text = trimPython(answer);
  const given = /^\p{Lu}\./u.test(text) ? Array.from(text)[0]! : text;
  const isLetter = /^[A-Z]$/i.test(given);
  const isRight = given.toUpperCase() === doc_to_target(document);
  return { exact_match: isRight ? 1 : 0, unparsed: !isLetter };
}
