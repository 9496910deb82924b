import type { EvalDocument } from '../../core/document.ts';
import { parseBox } from '../../core/extractors/bounding-box.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import { outlinedImage } from '../../core/marked-image.ts';
import type { Media } from '../../core/media.ts';
import type { Box } from '../../core/metrics/boxes.ts';
import { readNumbers } from '../../core/read-numbers.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';

export { captionCider as cider } from '../../core/aggregations/caption-cider.ts';

const METRICS = ['IoU', 'ACC@0.1', 'ACC@0.3', 'ACC@0.5', 'ACC@0.7', 'ACC@0.9', 'Center_ACC'];
/** What lmms-eval writes for an answer without a box. */
const NO_BOX = [0, 0, 0, 0];

export function doc_to_text_reg(document: EvalDocument): string {
  const corners = readNumbers(document, 'bbox', 4).map((corner) => corner.toFixed(2));
  return `Direct a user to interact with the highlighted region [${corners.join(', ')}].`;
}

/** The picture with a red box around the element; the data give its corners as shares of the picture. */
export function reg_visual(document: EvalDocument): readonly Media[] {
  const shareBox = readNumbers(document, 'bbox', 4) as unknown as Box;
  return [outlinedImage(document, 'image', { colour: 'red', width: 3, shape: { shareBox } })];
}

export function process_results_reg(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const { ann_id, data_type, data_source } = sourceOf(document);
  const instruction = readText(document, 'instruction');
  return {
    screenspot_CIDEr: { instruction, pred: trimPython(answer), ann_id, data_type, data_source },
  };
}

export function process_results_rec(
  document: EvalDocument,
  [response = '']: readonly string[],
): Record<string, MetricValue> {
  const box = parseBox(response);
  const record = {
    instruction: readText(document, 'instruction'),
    pred: [...(box ?? NO_BOX)],
    bbox: [...readNumbers(document, 'bbox', 4)],
    ...sourceOf(document),
  };
  const scores = METRICS.map((metric) => [`screenspot_${metric}`, record] as const);
  return { ...Object.fromEntries(scores), unparsed: box === undefined };
}

function sourceOf(document: EvalDocument): {
  readonly ann_id: string;
  readonly data_type: string;
  readonly data_source: string;
} {
  return {
    ann_id: readText(document, 'file_name'),
    data_type: readText(document, 'data_type'),
    data_source: readText(document, 'data_source'),
  };
}
