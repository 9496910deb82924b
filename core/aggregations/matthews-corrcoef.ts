import { encodePair, type Aggregation } from './aggregation.ts';

/**
 * Matthews correlation of (gold, prediction) pairs for any number of labels (Gorodkin's R_K); 0 where
 * all gold or all predicted labels are the same.
 */
export const matthewsCorrcoef: Aggregation = {
  name: 'matthews_corrcoef',
  encode: encodePair,
  compute(table, picks) {
    const golds = new Map<number, number>();
    const predictions = new Map<number, number>();
    let agreements = 0;
    for (const row of picks) {
      const gold = table.at(row, 0);
      const prediction = table.at(row, 1);
      golds.set(gold, (golds.get(gold) ?? 0) + 1);
      predictions.set(prediction, (predictions.get(prediction) ?? 0) + 1);
      if (gold === prediction) agreements += 1;
    }
    const count = picks.length;
    const covariance = agreements * count - overlap(golds, predictions);
    const goldSpread = count * count - overlap(golds, golds);
    const predictionSpread = count * count - overlap(predictions, predictions);
    return goldSpread === 0 || predictionSpread === 0
      ? 0
      : covariance / (Math.sqrt(goldSpread) * Math.sqrt(predictionSpread));
  },
};

function overlap(left: ReadonlyMap<number, number>, right: ReadonlyMap<number, number>): number {
  let total = 0;
  for (const [label, count] of left) total += count * (right.get(label) ?? 0);
  return total;
}
