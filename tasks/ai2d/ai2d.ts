import type { EvalDocument } from '../../core/document.ts';
import { letterAt } from '../../core/extractors/candidate-letter.ts';
import type { JsonObject } from '../../core/json.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import { readText, readTexts } from '../../core/read-column.ts';
import { letteredOptions } from '../../core/text/lettered-options.ts';

/** Some model families were trained on a layout of their own. */
export function doc_to_text(document: EvalDocument, kwargs: JsonObject): string {
  const options = readTexts(document, 'options');
  const layouts: Readonly<Record<string, string>> = {
    qa: options.join('\n'),
    mcq_xcomposer: `\nContext: N/A\n${letteredOptions(options, ' ')}`,
  };
  const body = layouts[promptSetting(kwargs, 'prompt_format')] ?? `\n${letteredOptions(options)}`;
  return `${promptSetting(kwargs, 'pre_prompt')}${readText(document, 'question')}${body}${promptSetting(kwargs, 'post_prompt')}`;
}

/** The letter, or the option itself for a model that is shown no letters. */
export function doc_to_target(document: EvalDocument, kwargs: JsonObject): string {
  const position = Number(readText(document, 'answer'));
  if (promptSetting(kwargs, 'prompt_format') !== 'qa') return letterAt(position);
  return readTexts(document, 'options')[position] ?? '';
}
