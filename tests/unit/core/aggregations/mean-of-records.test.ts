import { describe, expect, it } from 'vitest';
import { allRows, encodeAll } from '../../../../core/aggregations/aggregate.ts';
import { fieldOf, numberOf, type Aggregation } from '../../../../core/aggregations/aggregation.ts';
import { meanOfCategories } from '../../../../core/aggregations/mean-of-categories.ts';
import { meanOfDocuments } from '../../../../core/aggregations/mean-of-documents.ts';
import type { JsonValue } from '../../../../core/json.ts';

describe('meanOfDocuments', () => {
  const third = (decimals?: number): Aggregation =>
    meanOfDocuments({
      name: 'third',
      scoreOf: ({ given, right }) => (given === right ? 1 : 0),
      ...(decimals === undefined ? {} : { decimals }),
    });
  const records = [
    { given: 'A', right: 'A' },
    { given: 'B', right: 'A' },
    { given: '', right: 'A' },
  ];

  it('gives the mean of what records are worth, rounded where a benchmark rounds', () => {
    expect(computed(third(), records)).toBe(1 / 3);
    expect(computed(third(5), records)).toBe(0.33333);
  });

  it('refuses what is no record or is worth no number', () => {
    expect(() => computed(third(), [1])).toThrow(/Cannot compute third/);
    const broken = meanOfDocuments({ name: 'broken', scoreOf: () => Number.NaN });
    expect(() => computed(broken, records)).toThrow(/Cannot compute broken/);
  });
});

describe('meanOfCategories', () => {
  const byKind = meanOfCategories({
    name: 'by_kind',
    categories: ['x', 'y', 'z'],
    categoryOf: (value) => fieldOf(value, 'kind'),
    scoreOf: (value) => numberOf(fieldOf(value, 'score')),
  });

  it('weighs a category the same however many documents it has, and those that are there only', () => {
    const values = [
      { kind: 'x', score: 1 },
      { kind: 'x', score: 0 },
      { kind: 'x', score: 0 },
      { kind: 'z', score: 1 },
    ];
    expect(computed(byKind, values)).toBeCloseTo((1 / 3 + 1) / 2, 14);
  });

  it('says the same from the sums of its columns', () => {
    const rows = [
      [0, 1],
      [0, 0],
      [2, 1],
    ];
    const sums = new Float64Array(6);
    for (const row of rows) {
      byKind.sumTerms!(Float64Array.from(row)).forEach((term, index) => (sums[index]! += term));
    }
    expect(byKind.ofSums!(sums, 3)).toBe(0.75);
    expect(byKind.ofSums!(new Float64Array(6), 0)).toBeNaN();
  });

  it('refuses a category that it does not know', () => {
    expect(() => computed(byKind, [{ kind: 'w', score: 1 }])).toThrow(/Cannot compute by_kind/);
  });
});

function computed(aggregation: Aggregation, values: readonly JsonValue[]): number {
  const table = encodeAll(aggregation, values);
  return aggregation.compute(table, allRows(table.length));
}
