import type { JsonValue } from '../json.ts';
import { sum } from '../statistics/moments.ts';
import { numberOf, pairOf, type Aggregation } from './aggregation.ts';
import { mean } from './mean.ts';

/** Mean over documents of Σ over classes (p - onehot)², from [gold, probabilities]. */
export const brierScore: Aggregation = {
  ...mean,
  name: 'brier_score',
  encode(value) {
    const [gold, given] = pairOf(value) ?? [];
    const label = numberOf(gold);
    if (label === undefined || !Array.isArray(given)) return undefined;
    const probabilities = (given as readonly JsonValue[]).map(numberOf);
    if (label < 0 || label >= probabilities.length || probabilities.includes(undefined)) {
      return undefined;
    }
    const distances = probabilities.map(
      (probability, index) => (probability! - (index === label ? 1 : 0)) ** 2,
    );
    return [sum(distances)];
  },
};
