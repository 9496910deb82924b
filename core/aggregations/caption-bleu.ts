import { captionBleuScore, captionBleuStatistics } from '../text/caption-bleu.ts';
import type { Aggregation } from './aggregation.ts';
import { captionOf } from './caption-values.ts';

/** BLEU of all captions together, up to the order, over records {answer, pred}. */
export const captionBleus: readonly Aggregation[] = [1, 2, 3, 4].map((order) => ({
  name: `caption_bleu_${order}`,
  readsRecord: true,
  encode(value) {
    const caption = captionOf(value);
    return caption === undefined ? undefined : captionBleuStatistics(caption);
  },
  compute(table, picks) {
    const sums = new Float64Array(table.width);
    for (const row of picks) {
      for (let column = 0; column < table.width; column += 1) {
        sums[column] = sums[column]! + table.at(row, column);
      }
    }
    return captionBleuScore(sums, order);
  },
  ofSums: (sums) => captionBleuScore(sums, order),
}));
