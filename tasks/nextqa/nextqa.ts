import type { EvalDocument } from '../../core/document.ts';
import { letterAt } from '../../core/extractors/candidate-letter.ts';
import { parseMmmuChoice } from '../../core/extractors/mmmu-choice.ts';
import type { JsonObject } from '../../core/json.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import { letteredOptions } from '../../core/text/lettered-options.ts';

const OPTION_COLUMNS = ['a0', 'a1', 'a2', 'a3', 'a4'];

export function doc_to_text(document: EvalDocument, settings: JsonObject): string {
  return withSettings(readText(document, 'question').trim(), settings);
}

export function doc_to_text_mc(document: EvalDocument, settings: JsonObject): string {
  const options = letteredOptions(optionsOf(document));
  return withSettings(`${readText(document, 'question').trim()}\n${options}`, settings);
}

export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const options = optionsOf(document);
  const letters = options.map((_, index) => letterAt(index));
  const texts = Object.fromEntries(options.map((text, index) => [letterAt(index), text]));
  const letter = parseMmmuChoice(answer, { letters, texts });
  const right = letterAt(Number(readText(document, 'answer')));
  return { exact_match: letter === right ? 1 : 0, unparsed: letter === undefined };
}

function optionsOf(document: EvalDocument): readonly string[] {
  return OPTION_COLUMNS.map((column) => readText(document, column).trim());
}

function withSettings(text: string, settings: JsonObject): string {
  return `${promptSetting(settings, 'pre_prompt')}${text}${promptSetting(settings, 'post_prompt')}`;
}
