import type { JsonValue } from '../json.ts';
import { centerOf, intersectionOverUnion, isInside, type Box } from '../metrics/boxes.ts';
import type { Aggregation } from './aggregation.ts';
import { meanOfDocuments } from './mean-of-documents.ts';

const THRESHOLDS = [0.1, 0.3, 0.5, 0.7, 0.9];

/** Means over records {bbox, pred} of two boxes; four zeros are an answer without a box. */
export const boxOverlaps: readonly Aggregation[] = [
  boxMean('box_iou', intersectionOverUnion),
  ...THRESHOLDS.map((threshold) =>
    boxMean(`box_acc@${threshold}`, (wanted, given) =>
      intersectionOverUnion(wanted, given) >= threshold ? 1 : 0,
    ),
  ),
  boxMean('box_center_acc', (wanted, given) =>
    given.some((corner) => corner !== 0) && isInside(centerOf(given), wanted) ? 1 : 0,
  ),
];

function boxMean(name: string, score: (wanted: Box, given: Box) => number): Aggregation {
  return meanOfDocuments({
    name,
    scoreOf: ({ bbox, pred }) => {
      const [wanted, given] = [boxOf(bbox), boxOf(pred)];
      return wanted === undefined || given === undefined ? Number.NaN : score(wanted, given);
    },
  });
}

function boxOf(value: JsonValue | undefined): Box | undefined {
  const isBox =
    Array.isArray(value) &&
    value.length === 4 &&
    value.every((corner) => typeof corner === 'number' && Number.isFinite(corner));
  return isBox ? (value as unknown as Box) : undefined;
}
