import { meanOfDocuments } from '../../core/aggregations/mean-of-documents.ts';
import type { EvalDocument } from '../../core/document.ts';
import { parsePoints } from '../../core/extractors/points.ts';
import type { JsonValue } from '../../core/json.ts';
import type { Media } from '../../core/media.ts';
import { mediaAt } from '../../core/named-media.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import { roundHalfEven } from '../../core/text/parse-number.ts';
import { isInMask, readMask, type PointMask } from './point-mask.ts';

type Point = readonly [x: number, y: number];

const TUPLE = /\(([-+]?(?:\d+(?:\.\d+)?|\.\d+))\s*,\s*([-+]?(?:\d+(?:\.\d+)?|\.\d+))\)/g;
/** Models that write numbers up to this count thousandths of the picture. */
const GRID = 1000;

export function process_docs(row: EvalDocument, index: number): EvalDocument {
  return { ...row, question_id: index, row_idx: index };
}

/**
 * By name: the archive of pictures is not in the order of the questions. With the folder of its archive,
 * because a mask may have the same name.
 */
export function doc_to_visual(document: EvalDocument): readonly Media[] {
  return [mediaAt(`selected_images/${readText(document, 'image_filename')}`)];
}

export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const mask = readMask(document);
  return scorePoints(document, answer, mask, parseTuples(answer, mask));
}

/** For answers with lists of numbers in JSON, as some models are trained to point. */
export function process_results_json(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const mask = readMask(document);
  return scorePoints(document, answer, mask, parsePoints(answer, mask));
}

export const mean_accuracy = meanOfDocuments({
  name: 'mean_accuracy',
  scoreOf: ({ accuracy }) => Number(accuracy),
});

/** Pixels, from fractions of the picture, thousandths of it, or pixels; whichever the numbers fit first. */
function parseTuples(answer: string, { width, height }: PointMask): Point[] {
  return Array.from(answer.matchAll(TUPLE), ([, left = '', top = '']) => {
    const [x, y] = [Number(left), Number(top)];
    const fits = (most: number): boolean => x >= 0 && y >= 0 && x <= most && y <= most;
    const scale = fits(1) ? 1 : GRID;
    if (!fits(GRID)) return [roundHalfEven(x, 0), roundHalfEven(y, 0)];
    return [roundHalfEven((x / scale) * width, 0), roundHalfEven((y / scale) * height, 0)];
  });
}

/** Share of points on the mask; and whether the first one is, or all of them and as many as there are to count. */
function scorePoints(
  document: EvalDocument,
  answer: string,
  mask: PointMask,
  points: readonly Point[],
): Record<string, MetricValue> {
  const id = (document['question_id'] ?? document['image_filename'] ?? 'unknown') as JsonValue;
  const category = (document['category'] ?? 'unknown') as JsonValue;
  const hits = points.map(([x, y]) => isInMask(mask, x, y));
  const isCounting = category === 'counting';
  const isRightCount = !isCounting || points.length === Number(document['count'] ?? 0);
  const isHit = hits.length > 0 && isRightCount && (isCounting ? hits.every(Boolean) : hits[0]!);
  const accuracy = hits.length === 0 ? 0 : hits.filter(Boolean).length / hits.length;
  return {
    pointbench_acc: { id, pred: answer, parsed_points: points, accuracy, category },
    pointbench_binary_acc: { id, score: isHit ? 1 : 0, category },
    unparsed: points.length === 0,
  };
}
