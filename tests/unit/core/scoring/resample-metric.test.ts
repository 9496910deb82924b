import { describe, expect, it } from 'vitest';
import { allRows, encodeAll } from '../../../../core/aggregations/aggregate.ts';
import type { Aggregation } from '../../../../core/aggregations/aggregation.ts';
import { mean } from '../../../../core/aggregations/mean.ts';
import { getAggregation } from '../../../../core/aggregations/registry.ts';
import type { JsonValue } from '../../../../core/json.ts';
import { resampleMetric } from '../../../../core/scoring/resample-metric.ts';
import { createRandom } from '../../../../core/statistics/random.ts';

function resample(aggregation: Aggregation, values: readonly JsonValue[], iterations = 4_000) {
  const table = encodeAll(aggregation, values);
  const value = aggregation.compute(table, allRows(table.length));
  return resampleMetric({ aggregation, table, value, iterations, seed: 5 })!;
}

/** The same aggregation without its short cut. */
function byDocuments(given: Aggregation): Aggregation {
  return {
    name: given.name,
    encode: (value) => given.encode(value),
    compute: (table, picks) => given.compute(table, picks),
  };
}

const random = createRandom(8);
const yesOrNo = () => (random.next() < 0.6 ? 'yes' : 'no');
const DOCUMENTS: Readonly<Record<string, () => JsonValue>> = {
  mean: () => random.next(),
  sum: () => random.next(),
  perplexity: () => -random.next(),
  weighted_perplexity: () => [-5 * random.next(), 1 + random.nextBelow(9)],
  bits_per_byte: () => [-5 * random.next(), 1 + random.nextBelow(9)],
  error_rate: () => [random.nextBelow(4), 3 + random.nextBelow(9)],
  brier_score: () => [random.nextBelow(2), [0.3, 0.7]],
  f1: () => [random.nextBelow(2), random.nextBelow(2)],
  yes_no_f1: () => ({ prediction: yesOrNo(), ground_truth: yesOrNo() }),
  yes_no_ratio: () => ({ prediction: yesOrNo(), ground_truth: yesOrNo() }),
  bleu: () => ['a b c d e f', random.next() < 0.5 ? 'a b c d e f' : 'a b c d x y'],
};

describe('resampleMetric', () => {
  it.each(Object.entries(DOCUMENTS))('has the error of plain resamples for %s', (name, make) => {
    const aggregation = getAggregation(name);
    const values = Array.from({ length: 150 }, make);
    const fast = resample(aggregation, values);
    const plain = resample(byDocuments(aggregation), values, 1_500);
    expect(Math.abs(fast.standardError / plain.standardError - 1)).toBeLessThan(0.12);
    expect(aggregation.ofSums).toBeDefined();
  });

  it('does not trust sums that do not give the value', () => {
    const largest: Aggregation = {
      ...mean,
      compute: (table) => Math.max(...table.values()),
    };
    const result = resample(largest, [1, 2, 3, 4]);
    expect(result.interval).toEqual([4, 4]);
  });
});
