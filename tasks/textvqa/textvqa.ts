import type { EvalDocument } from '../../core/document.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import { comparableText } from '../../core/metrics/metric.ts';
import { readTexts } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import { normaliseVqaAnswer, vqaConsensus } from '../../core/text/vqa-answer.ts';

/** Agreement with the annotators, and the answer as the benchmark's server takes it. */
export function process_results(
  document: EvalDocument,
  [response = '']: readonly JsonValue[],
): Record<string, MetricValue> {
  const answer = comparableText(response);
  return {
    exact_match: vqaConsensus(answer, readTexts(document, 'answers')),
    submission: submitted(document, answer),
  };
}

/** The test answers are not public: the answer goes to the benchmark's server. */
export function process_results_test(
  document: EvalDocument,
  [response = '']: readonly JsonValue[],
): Record<string, MetricValue> {
  return { submission: submitted(document, comparableText(response)) };
}

function submitted(document: EvalDocument, answer: string): JsonObject {
  return {
    question_id: document['question_id'] as JsonValue,
    answer: normaliseVqaAnswer(answer),
  };
}
