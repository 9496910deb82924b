import type { EvalDocument } from '../../core/document.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';

const CHOICES = ['choice_a', 'choice_b', 'choice_c', 'choice_d'];

/** The first character of an answer is its letter. */
export function process_results(
  document: EvalDocument,
  [answer]: readonly unknown[],
): Record<string, MetricValue> {
  const record = recordOf(document, answer);
  const split = document['data_type'] === 'video' ? 'seed_video' : 'seed_image';
  return { [split]: record, seed_all: record, unparsed: !/^[A-D]$/i.test(record.pred) };
}

/** The Korean edition has pictures only. */
export function process_results_ko(
  document: EvalDocument,
  [answer]: readonly unknown[],
): Record<string, MetricValue> {
  const record = recordOf(document, answer);
  return { seed_image: record, unparsed: !/^[A-D]$/i.test(record.pred) };
}

export function choices(document: EvalDocument): string[] {
  return CHOICES.map((column) => readText(document, column));
}

export function right_choice(document: EvalDocument): string {
  return readText(document, `choice_${readText(document, 'answer').toLowerCase()}`);
}

function recordOf(document: EvalDocument, answer: unknown): JsonObject & { readonly pred: string } {
  return {
    pred: Array.from(String(answer).trim())[0] ?? '',
    answer: readText(document, 'answer'),
    question_id: document['question_id'] as JsonValue,
  };
}
