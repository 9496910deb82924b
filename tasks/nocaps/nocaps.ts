import type { EvalDocument } from '../../core/document.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import { readTexts } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import { captionMetrics } from '../../core/scoring/caption-metrics.ts';

export { captionCider as cider } from '../../core/aggregations/caption-cider.ts';

export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  return captionMetrics('nocaps', {
    answer: readTexts(document, 'annotations_captions'),
    pred: trimPython(answer),
    image_id: document['image_id'] as string | number,
  });
}

/** For the server: the test split has no captions. */
export function process_results_test(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const image_id = document['image_id'] as string | number;
  return { nocaps_passthrough: { pred: trimPython(answer), image_id } };
}
