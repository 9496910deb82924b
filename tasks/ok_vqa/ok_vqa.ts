import type { EvalDocument } from '../../core/document.ts';
import type { JsonValue } from '../../core/json.ts';
import { comparableText } from '../../core/metrics/metric.ts';
import { readText, readTexts } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import { normaliseVqaAnswer, vqaConsensus } from '../../core/text/vqa-answer.ts';

export function process_results(
  document: EvalDocument,
  [response = '']: readonly JsonValue[],
): Record<string, MetricValue> {
  const answer = comparableText(response);
  return {
    exact_match: vqaConsensus(answer, readTexts(document, 'answers')),
    submission: {
      image: `${readText(document, 'question_id')}.jpg`,
      answer: normaliseVqaAnswer(answer),
    },
  };
}
