import { describe, expect, it } from 'vitest';
import { summariseEfficiency } from '../../../../core/efficiency-summary.ts';
import { isCacheableOutput } from '../../../../core/is-cacheable-output.ts';
import { sampleSize } from '../../../../core/sample-size.ts';
import { summariseUsage } from '../../../../core/usage-summary.ts';

const record = { task: 't', source: 'model', inputTokens: 10, outputTokens: 5, calls: 2 };

describe('summariseUsage', () => {
  it('adds up per task and source; reasoning is part of the output', () => {
    const judge = { ...record, source: 'judge', reasoningTokens: 0 };
    const summary = summariseUsage([{ ...record, reasoningTokens: 3 }, judge], 31);
    expect(summary.total).toEqual({
      input_tokens: 20,
      output_tokens: 10,
      reasoning_tokens: 3,
      total_tokens: 30,
      n_api_calls: 4,
    });
    expect(Object.keys(summary.by_source)).toEqual(['model', 'judge']);
    expect(summary.budget_exceeded).toBe(false);
    expect(summariseUsage([{ ...record, reasoningTokens: 0 }], 15).budget_exceeded).toBe(true);
  });
});

describe('summariseEfficiency', () => {
  it('counts only documents with token counts, and knows no tokens per nothing', () => {
    const some = { docs: 3, docsWithTokenCounts: 2, inputTokens: 4, outputTokens: 10 };
    const { by_task: tasks, overall } = summariseEfficiency({
      a: { ...some, correctScore: 2 },
      b: { ...some, docsWithTokenCounts: 0, outputTokens: 0, correctScore: 0 },
    });
    expect(tasks['a']?.avg_output_tokens_per_sample).toBe(5);
    expect(tasks['b']?.tokens_per_correct_answer).toBeNull();
    expect(overall.docs).toBe(6);
    expect(overall.tokens_per_correct_answer).toBe(5);
  });
});

describe('sampleSize', () => {
  it('takes all, a share rounded up, or a count', () => {
    expect([undefined, -1, 0.01, 0, 5].map((limit) => sampleSize(101, limit))).toEqual([
      undefined,
      undefined,
      2,
      0,
      5,
    ]);
    expect(() => sampleSize(3, -2)).toThrow(/-1 for all/);
  });
});

describe('isCacheableOutput', () => {
  it('keeps texts and scores, and asks again for a blank', () => {
    expect(['B', [[1, true]], ' ', '', null].map((output) => isCacheableOutput(output))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
