import type { EvalDocument } from '../../core/document.ts';
import { parseBox } from '../../core/extractors/bounding-box.ts';
import { imageSize } from '../../core/image-size.ts';
import { readNumbers } from '../../core/read-numbers.ts';
import { readText, readTexts } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';

const METRICS = ['IoU', 'ACC@0.1', 'ACC@0.3', 'ACC@0.5', 'ACC@0.7', 'ACC@0.9', 'Center_ACC'];
/** What lmms-eval writes for an answer without a box. */
const NO_BOX = [0, 0, 0, 0];

/** A document per sentence about the region, whose corners become shares of the picture. */
export function process_docs(document: EvalDocument): readonly EvalDocument[] {
  const { width, height } = imageSize(document, 'image');
  const [left = 0, top = 0, boxWidth = 0, boxHeight = 0] = readNumbers(document, 'bbox', 4);
  const bbox = [left / width, top / height, (left + boxWidth) / width, (top + boxHeight) / height];
  return readTexts(document, 'answer').map((answer) => ({
    ...document,
    image_width: width,
    image_height: height,
    bbox,
    answer,
  }));
}

export function process_results(
  document: EvalDocument,
  [response = '']: readonly string[],
): Record<string, MetricValue> {
  const box = parseBox(response);
  const record = {
    answer: readText(document, 'answer'),
    pred: [...(box ?? NO_BOX)],
    ann_id: readText(document, 'question_id'),
    bbox: [...readNumbers(document, 'bbox', 4)],
  };
  const scores = METRICS.map((metric) => [`refcoco_${metric}`, record] as const);
  return { ...Object.fromEntries(scores), unparsed: box === undefined };
}
