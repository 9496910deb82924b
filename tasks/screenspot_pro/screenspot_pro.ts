import { fieldOf } from '../../core/aggregations/aggregation.ts';
import { correctShare } from '../../core/aggregations/correct-share.ts';
import type { DocumentValue, EvalDocument } from '../../core/document.ts';
import { EvalError } from '../../core/errors.ts';
import { parseClickPoint } from '../../core/extractors/click-point.ts';
import type { Size } from '../../core/extractors/points.ts';
import { imageSize } from '../../core/image-size.ts';
import { isInside, type Box } from '../../core/metrics/boxes.ts';
import type { MetricValue } from '../../core/rows.ts';

const METRICS = ['action', 'text', 'icon'];

export const action_accuracy = correctShare('action_accuracy');
export const text_accuracy = correctShare(
  'text_accuracy',
  (record) => fieldOf(record, 'ui_type') === 'text',
);
export const icon_accuracy = correctShare(
  'icon_accuracy',
  (record) => fieldOf(record, 'ui_type') === 'icon',
);

export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const point = parseClickPoint(answer);
  const type = document['ui_type'] ?? document['data_type'] ?? '';
  const record = {
    correct: point !== undefined && isRight(document, point),
    ui_type: typeof type === 'string' ? type.toLowerCase() : '',
  };
  const scores = METRICS.map((metric) => [`screenspot_pro_${metric}_acc`, record] as const);
  return { ...Object.fromEntries(scores), unparsed: point === undefined };
}

/** A point beyond 1, and a box that ends beyond 1, are in pixels: the size matters where only one is. */
function isRight(document: EvalDocument, [x, y]: readonly [number, number]): boolean {
  const [left, top, right, bottom] = boxOf(document);
  const isPoint = x <= 1 && y <= 1;
  const isShares = right <= 1 && bottom <= 1;
  const { width, height } = isPoint === isShares ? { width: 1, height: 1 } : sizeOf(document);
  const wanted: Box = isShares
    ? [left, top, right, bottom]
    : [left / width, top / height, right / width, bottom / height];
  return isInside(isPoint ? [x, y] : [x / width, y / height], wanted);
}

function boxOf(document: EvalDocument): Box {
  const numbers = numbersOf(document['bbox']);
  if (numbers.length === 4) return numbers as unknown as Box;
  throw new EvalError(
    'dataset-invalid',
    `Cannot read the column "bbox": expected four numbers, received ${JSON.stringify(document['bbox'])?.slice(0, 80) ?? 'nothing'}. Check the dataset's revision.`,
  );
}

function sizeOf(document: EvalDocument): Size {
  const [width = 0, height = 0] = numbersOf(document['img_size']);
  return width > 0 && height > 0 ? { width, height } : imageSize(document, 'image');
}

/** A list of numbers, or one written as text. */
function numbersOf(value: DocumentValue | undefined): readonly number[] {
  if (typeof value === 'string') return (value.match(/-?\d+(?:\.\d+)?/g) ?? []).map(Number);
  if (!Array.isArray(value)) return [];
  return value.filter((item): item is number => typeof item === 'number');
}
