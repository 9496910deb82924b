import type { EvalDocument } from '../../core/document.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import { readText, readTexts } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import { captionMetrics } from '../../core/scoring/caption-metrics.ts';

export { captionCider as cider } from '../../core/aggregations/caption-cider.ts';

export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  return captionMetrics('flickr', {
    answer: readTexts(document, 'caption'),
    pred: trimPython(answer),
    image_id: Number(readText(document, 'img_id')),
  });
}
