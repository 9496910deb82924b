import type { EvalDocument } from '../../core/document.ts';
import { EvalError } from '../../core/errors.ts';
import { parseTruthValue } from '../../core/extractors/truth-value.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';

export function doc_to_text(document: EvalDocument, settings: JsonObject): string {
  const parts = [
    promptSetting(settings, 'pre_prompt'),
    readText(document, 'question'),
    promptSetting(settings, 'post_prompt'),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

export function process_results(
  document: EvalDocument,
  [response = '']: readonly string[],
): Record<string, MetricValue> {
  const given = parseTruthValue(response) ?? null;
  const right = rightAnswer(document);
  const record = {
    prompt_id: (document['prompt_id'] ?? '') as JsonValue,
    task: (document['task'] ?? 'unknown') as JsonValue,
    target_answer: right,
    pred_answer: given,
    raw_response: response,
    is_correct: given === right,
  };
  return { viverbench_acc: record, unparsed: given === null };
}

function rightAnswer(document: EvalDocument): boolean {
  const value = document['answer'];
  const right = typeof value === 'string' ? parseTruthValue(value) : value;
  if (typeof right === 'boolean') return right;
  throw new EvalError(
    'dataset-invalid',
    `Cannot read the column "answer": expected true or false, received ${JSON.stringify(value) ?? 'nothing'}. Check the dataset's revision.`,
  );
}
