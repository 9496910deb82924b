import { summariseEfficiency, type TaskEfficiency } from '../../core/efficiency-summary.ts';
import { summariseUsage, totalUsage, type UsageRecord } from '../../core/usage-summary.ts';
import type { ParityFunctions } from './parity-function.ts';

type Fields = Readonly<Record<string, unknown>>;

export const usageFunctions: ParityFunctions = {
  summarize_usage_metrics: ({ records, budget }) => {
    const known = (records as Fields[]).map(usageRecord);
    const limit = (budget ?? null) as number | null;
    return {
      summary: known.length === 0 ? {} : summariseUsage(known, limit),
      running: totalUsage(known),
      exceeded_after_each: known.map(
        (_, index) => summariseUsage(known.slice(0, index + 1), limit).budget_exceeded,
      ),
    };
  },
  // The product takes throughput from the wall clock of the run, not from sums of latencies.
  summarize_logged_metrics: ({ records }) => ((records as unknown[]).length === 0 ? {} : null),
  build_efficiency_summary: ({ results }) => {
    const { samples = {}, configs = {} } = results as {
      samples?: Readonly<Record<string, readonly Fields[]>>;
      configs?: Readonly<Record<string, Fields>>;
    };
    const tasks = Object.entries(samples).map(
      ([task, rows]) => [task, efficiencyOf(rows, configs[task]?.['score_key'])] as const,
    );
    return tasks.length === 0 ? {} : summariseEfficiency(Object.fromEntries(tasks));
  },
};

function usageRecord(record: Fields): UsageRecord {
  const count = (name: string): number => Number(record[name] ?? 0);
  return {
    task: (record['task_name'] as string | null | undefined) ?? '_unknown',
    source: (record['source'] as string | undefined) ?? 'model',
    inputTokens: count('input_tokens'),
    outputTokens: count('output_tokens'),
    reasoningTokens: count('reasoning_tokens'),
    calls: 1,
  };
}

/** A samples file as the product's task results have it. */
function efficiencyOf(rows: readonly Fields[], scoreKey: unknown): TaskEfficiency {
  const counts = rows.map(({ token_counts: given }) =>
    (Array.isArray(given) ? (given as (Fields | null)[]) : []).filter((entry) => entry !== null),
  );
  const tokens = (name: string): number =>
    counts.flat().reduce((sum, entry) => sum + Number(entry[name] ?? 0), 0);
  const scores = rows.map(
    (row) => scoreOf(row, typeof scoreKey === 'string' ? scoreKey : 'score') ?? 0,
  );
  return {
    docs: rows.length,
    docsWithTokenCounts: counts.filter((entries) => entries.length > 0).length,
    inputTokens: tokens('input_tokens'),
    outputTokens: tokens('output_tokens'),
    correctScore: scores.reduce((sum, score) => sum + Math.max(0, score), 0),
  };
}

function scoreOf(row: Fields, scoreKey: string): number | undefined {
  const others = Object.keys(row).filter((key) => key.endsWith('_score'));
  for (const key of [scoreKey, 'score', 'acc', 'accuracy', 'exact_match', ...others]) {
    const value = row[key];
    const score = typeof value === 'object' ? (value as Fields | null)?.['score'] : value;
    if (typeof score === 'number' || typeof score === 'boolean') return Number(score);
  }
  return undefined;
}
