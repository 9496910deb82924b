import { describe, expect, it } from 'vitest';
import { aggregate } from '../../../../core/aggregations/aggregate.ts';
import { getMetric } from '../../../../core/metrics/registry.ts';
import type { MetricValue } from '../../../../core/rows.ts';
import type { MetricEntry } from '../../../../core/task.ts';

function score(
  name: string,
  prediction: string,
  references: readonly string[],
  options: Omit<MetricEntry, 'metric'> = {},
): MetricValue {
  const input = { prediction, references };
  return getMetric(name).scoreText!(input, { metric: name, ...options });
}

describe('wer and cer', () => {
  it('count the edits after the English normaliser', () => {
    expect(score('wer', "I don't like the colour", ['i do not like that color'])).toEqual([1, 6]);
    expect(score('cer', 'Cat!', ['cut'])).toEqual([1, 3]);
  });

  it('take the normaliser that the task names', () => {
    const options = { normalizer: 'characters' };
    expect(score('wer', '你好吗', ['你好'], options)).toEqual([1, 2]);
    expect(score('wer', 'A b', ['a b'], { normalizer: 'none' })).toEqual([1, 2]);
    expect(() => score('wer', 'a', ['a'], { normalizer: 'german' })).toThrow(
      /the normalizer is "german"; give one of english, basic, characters, chinese, none/,
    );
  });

  it('count against the closest reference', () => {
    expect(score('wer', 'a b c', ['x y z', 'a b d'])).toEqual([1, 3]);
  });

  it('pool edits and words over the corpus', () => {
    expect(
      aggregate('error_rate', [
        [1, 2],
        [0, 8],
      ]),
    ).toBe(10);
  });

  it('are better when lower', () => {
    for (const name of ['wer', 'cer', 'ter']) expect(getMetric(name).higherIsBetter).toBe(false);
  });
});

describe('metrics of single documents', () => {
  it('take the best reference', () => {
    expect(score('rouge_l', 'a red car', ['blue', 'the red car'])).toBeCloseTo(2 / 3, 12);
    expect(score('relaxed_accuracy', '104', ['7', '100'])).toBe(1);
    expect(score('vqa_score', 'two', ['2', '2', '2', '2', 'three'])).toBe(1);
  });

  it('hand references and prediction on to a corpus score', () => {
    expect(score('bleu', 'x', ['a', 'b'])).toEqual([['a', 'b'], ['x']]);
  });
});
