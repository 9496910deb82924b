import { fieldOf, numberOf } from '../../core/aggregations/aggregation.ts';
import type { EvalDocument } from '../../core/document.ts';
import { embeddedImage } from '../../core/embedded-image.ts';
import type { JsonValue } from '../../core/json.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import { mean } from '../../core/statistics/moments.ts';
import { THINK_PROMPT, reasoningTask } from './reasoning-task.ts';
import { scoreReasoned } from './score-reasoned.ts';

export const { doc_to_text, doc_to_visual, doc_to_messages } = reasoningTask({
  system: THINK_PROMPT,
  prompt: (document) => readText(document, 'question'),
  pictures: (document) => [embeddedImage(document, 'decoded_image')],
  answer: (document) => readText(document, 'ground_truth'),
});

export function process_results(
  document: EvalDocument,
  responses: readonly JsonValue[],
): Record<string, MetricValue> {
  const { accuracy, isUnparsed } = scoreReasoned(responses, readText(document, 'ground_truth'));
  const record = {
    acc: accuracy,
    question_id: (document['question_id'] ?? null) as JsonValue,
    variant_id: (document['id'] ?? null) as JsonValue,
  };
  return { dynamath_average: record, dynamath_worst: record, unparsed: isUnparsed };
}

export const average = (records: readonly JsonValue[]): number =>
  mean(groupsOf(records).map((scores) => mean(scores)));

/** A group counts as its worst member. */
export const worst = (records: readonly JsonValue[]): number =>
  mean(groupsOf(records).map((scores) => Math.min(...scores)));

function groupsOf(records: readonly JsonValue[]): number[][] {
  const groups = new Map<string, number[]>();
  for (const record of records) {
    const id = JSON.stringify(fieldOf(record, 'variant_id'));
    const score = numberOf(fieldOf(record, 'acc')) ?? 0;
    groups.set(id, [...(groups.get(id) ?? []), score]);
  }
  return [...groups.values()];
}
