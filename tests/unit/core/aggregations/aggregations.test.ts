import { describe, expect, it } from 'vitest';
import { aggregate } from '../../../../core/aggregations/aggregate.ts';

/** Gold and predicted labels; F1 and MCC computed once with scikit-learn 1.7. */
const BINARY = pairs([1, 0, 1, 1, 0, 0, 1, 0], [1, 0, 0, 1, 1, 0, 1, 0]);
const THREE_LABELS = pairs([0, 1, 2, 2, 1, 0, 2], [0, 2, 2, 1, 1, 0, 2]);

describe('aggregate', () => {
  it('takes mean, sum, extremes and the median of sorted values', () => {
    const values = [5, 1, 9, 3];
    expect(aggregate('mean', values)).toBe(4.5);
    expect(aggregate('sum', values)).toBe(18);
    expect(aggregate('max', values)).toBe(9);
    expect(aggregate('min', values)).toBe(1);
    expect(aggregate('median', values)).toBe(4);
    expect(aggregate('median', [-5.5, 5.5, 0])).toBe(0);
  });

  it('does not drift over many equal values', () => {
    expect(
      aggregate(
        'sum',
        Array.from({ length: 1000 }, () => 0.1),
      ),
    ).toBe(100);
  });

  it('counts true as one', () => {
    expect(aggregate('mean', [true, false, true, true])).toBe(0.75);
  });

  it('computes the perplexity family', () => {
    expect(aggregate('perplexity', [-1, -3])).toBeCloseTo(Math.exp(2), 14);
    expect(
      aggregate('weighted_perplexity', [
        [-10, 5],
        [-2, 1],
      ]),
    ).toBeCloseTo(Math.exp(2), 14);
    expect(
      aggregate('bits_per_byte', [
        [-3.2, 4],
        [-7.7, 9],
      ]),
    ).toBeCloseTo(1.2096443035145925, 14);
  });

  it('computes F1 and Matthews correlation, for many labels too', () => {
    expect(aggregate('f1', BINARY)).toBe(0.75);
    expect(aggregate('matthews_corrcoef', BINARY)).toBeCloseTo(0.5, 15);
    expect(aggregate('matthews_corrcoef', THREE_LABELS)).toBeCloseTo(0.5625, 15);
    expect(
      aggregate('matthews_corrcoef', [
        [1, 1],
        [1, 0],
      ]),
    ).toBe(0);
    expect(
      aggregate('f1', [
        [0, 0],
        [0, 0],
      ]),
    ).toBe(0);
  });

  it('refuses F1 of labels other than 0 and 1', () => {
    expect(() => aggregate('f1', THREE_LABELS)).toThrow(/labels 0 and 1/);
  });

  it('computes the Brier score over classes', () => {
    const values = [
      [1, [0.25, 0.5, 0.25]],
      [0, [1, 0, 0]],
    ];
    expect(aggregate('brier_score', values)).toBeCloseTo((0.0625 + 0.25 + 0.0625) / 2, 15);
  });

  it('demands every answer of a question for acc_all', () => {
    const answer = (question: number, label: number, judged: boolean) => [
      judged,
      { idx: { paragraph: 0, question }, label },
    ];
    const values = [
      answer(0, 1, true),
      answer(0, 0, false),
      answer(1, 1, true),
      answer(1, 0, true),
    ];
    expect(aggregate('acc_all', values)).toBe(0.5);
  });

  it('gives the marker of bypass whatever the values', () => {
    expect(aggregate('bypass', ['x', null])).toBe(999);
  });

  it('refuses no values, values of another kind and unknown names', () => {
    expect(() => aggregate('mean', [])).toThrow(/no values/);
    expect(() => aggregate('mean', [1, 'x'])).toThrow(/"x"/);
    expect(() => aggregate('meen', [1])).toThrow(/Did you mean "mean"\?/);
  });
});

function pairs(golds: readonly number[], predictions: readonly number[]): number[][] {
  return golds.map((gold, index) => [gold, predictions[index] ?? 0]);
}
