import { meanOfDocuments } from '../../core/aggregations/mean-of-documents.ts';
import type { EvalDocument } from '../../core/document.ts';
import { extractOptionLetter } from '../../core/extractors/option-letter.ts';
import type { JsonValue } from '../../core/json.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';

export const percent_correct = meanOfDocuments({
  name: 'percent_correct',
  scoreOf: ({ pred_answer, answer }) => (pred_answer === answer ? 100 : 0),
});

export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const letter = extractOptionLetter(answer, ['A', 'B', 'C', 'D', 'E', 'F']);
  return {
    timescope_perception_score: {
      id: document['id'] as JsonValue,
      length: document['length'] as JsonValue,
      video: readText(document, 'video'),
      task_type: readText(document, 'type'),
      pred_answer: letter,
      pred: answer,
      answer: readText(document, 'answer'),
    },
    unparsed: letter === '',
  };
}
