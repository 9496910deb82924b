import { optionalText, recordOf, textOf } from '../../core/document-value.ts';
import type { EvalDocument } from '../../core/document.ts';
import { parseBinaryVerdict } from '../../core/extractors/judge-verdict.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import type { ScoringContext } from '../../core/task.ts';
import { binaryJudgePrompt } from '../../core/text/binary-judge-prompt.ts';

/** Columns of the record, as the benchmark's own files have them. */
const COLUMNS = [
  'sample_index',
  'problem_index',
  'problem_version',
  'question',
  'answer',
  'question_type',
  'metadata',
  'query_wo',
  'query_cot',
  'question_for_eval',
];

/** The query that the dataset has ready, or the bare question after a hint of the user's. */
export function doc_to_text(document: EvalDocument, settings: JsonObject): string {
  if (promptSetting(settings, 'shot_type') !== 'custom-prompt') {
    return trimPython(readText(document, promptSetting(settings, 'query_type') || 'query_wo'));
  }
  const kind = document['question_type'] === 'multi-choice' ? 'multi-choice' : 'free-form';
  const hint = textOf(recordOf(settings['hint'])[kind]);
  return trimPython(`${hint === '' ? '' : `${hint}\n`}Question: ${readText(document, 'question')}`);
}

export function judge_prompt(document: EvalDocument, [response = '']: readonly string[]): string {
  return binaryJudgePrompt({
    question: readText(document, 'question_for_eval'),
    right: optionalText(document, 'answer'),
    given: trimPython(response),
  });
}

/** Whether an answer is right is the judge's to say; without one there is no score. */
export function process_results(
  document: EvalDocument,
  [response = '']: readonly string[],
  { judgement }: ScoringContext = {},
): Record<string, MetricValue> {
  const isRight = judgement === undefined ? null : parseBinaryVerdict(judgement);
  const columns = COLUMNS.map(
    (column) => [column, (document[column] ?? null) as JsonValue] as const,
  );
  const record = {
    ...Object.fromEntries(columns),
    prediction: trimPython(response),
    true_false: isRight,
  };
  return { gpt_eval_score: isRight === null ? null : Number(isRight), submission: record };
}
