import { fieldOf } from '../../core/aggregations/aggregation.ts';
import { correctShare } from '../../core/aggregations/correct-share.ts';
import type { EvalDocument } from '../../core/document.ts';
import { parseClickPoint } from '../../core/extractors/click-point.ts';
import { imageSize } from '../../core/image-size.ts';
import type { JsonValue } from '../../core/json.ts';
import { isInside, type Box } from '../../core/metrics/boxes.ts';
import { readNumbers } from '../../core/read-numbers.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';

const METRICS = ['action', 'text', 'icon'];

export const action_accuracy = correctShare('action_accuracy');
export const text_accuracy = correctShare('text_accuracy', (record) => isOf(record, 'text'));
export const icon_accuracy = correctShare('icon_accuracy', (record) => isOf(record, 'icon'));

function isOf(record: JsonValue, type: string): boolean {
  const own = fieldOf(record, 'data_type');
  return typeof own === 'string' && own.toLowerCase() === type;
}

export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const point = parseClickPoint(answer);
  const record = {
    correct: point !== undefined && isRight(document, point),
    data_type: readText(document, 'data_type'),
  };
  const scores = METRICS.map((metric) => [`screenspot_v2_${metric}_acc`, record] as const);
  return { ...Object.fromEntries(scores), unparsed: point === undefined };
}

/** A point beyond 1 is in pixels, as its box may be: the size of the picture matters where only one is. */
function isRight(document: EvalDocument, [x, y]: readonly [number, number]): boolean {
  const box = readNumbers(document, 'bbox', 4) as unknown as Box;
  const [isPoint, isBox] = [x <= 1 && y <= 1, isShares(box)];
  const { width, height } =
    isPoint === isBox ? { width: 1, height: 1 } : imageSize(document, 'image');
  const point = isPoint ? ([x, y] as const) : ([x / width, y / height] as const);
  return isInside(point, isBox ? box : inShares(box, width, height));
}

function isShares([left, top, right, bottom]: Box): boolean {
  const inRange = [left, top, right, bottom].every((corner) => corner >= 0 && corner <= 1);
  return inRange && right >= left && bottom >= top;
}

/** Corners in pixels; where the second corner is not beyond the first, it is a width and a height. */
function inShares([left, top, third, fourth]: Box, width: number, height: number): Box {
  const isCorner = third > left && fourth > top;
  const [right, bottom] = isCorner ? [third, fourth] : [left + third, top + fourth];
  return [left / width, top / height, right / width, bottom / height];
}
