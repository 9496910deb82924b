import type { EvalDocument } from '../../core/document.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import { readText, readTexts } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import { letteredOptions } from '../../core/text/lettered-options.ts';

const COLUMNS = ['task', 'idx', 'image_relation', 'answer', 'image_type'];

export function doc_to_text(document: EvalDocument, kwargs: JsonObject): string {
  const options = letteredOptions(readTexts(document, 'options'));
  return `${promptSetting(kwargs, 'pre_prompt')}${readText(document, 'question')}\n${options}${promptSetting(kwargs, 'post_prompt')}`;
}

/** The filter leaves a letter, or the whole answer where it begins with none. */
export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const pred = trimPython(answer);
  const columns = COLUMNS.map((column) => [column, (document[column] ?? null) as JsonValue]);
  return {
    muirbench_score_overall: { pred, ...Object.fromEntries(columns) },
    unparsed: !/^[A-Za-z]$/.test(pred),
  };
}
