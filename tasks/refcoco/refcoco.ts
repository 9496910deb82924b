import type { EvalDocument } from '../../core/document.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import { outlinedImage } from '../../core/marked-image.ts';
import type { Media } from '../../core/media.ts';
import { readNumbers } from '../../core/read-numbers.ts';
import { readText, readTexts } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import { captionMetrics } from '../../core/scoring/caption-metrics.ts';

export { captionCider as cider } from '../../core/aggregations/caption-cider.ts';

/** The picture with a red box around the region; the data give left, top, width and height. */
export function bbox_visual(document: EvalDocument): readonly Media[] {
  const [left = 0, top = 0, width = 0, height = 0] = readNumbers(document, 'bbox', 4);
  const box = [left, top, left + width, top + height] as const;
  return [outlinedImage(document, 'image', { colour: 'red', width: 1, shape: { box } })];
}

/** The picture with a white line around the region; the data give x and y by turns. */
export function seg_visual(document: EvalDocument): readonly Media[] {
  const numbers = readNumbers(document, 'segmentation');
  const points = Array.from(
    { length: Math.floor(numbers.length / 2) },
    (_, index) => [numbers[2 * index]!, numbers[2 * index + 1]!] as const,
  );
  return [outlinedImage(document, 'image', { colour: 'white', width: 1, shape: { points } })];
}

/** The texts are compared by the aggregations, over all regions together. */
export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  return captionMetrics('refcoco', {
    answer: readTexts(document, 'answer'),
    pred: trimPython(answer),
    ann_id: readText(document, 'question_id'),
  });
}
