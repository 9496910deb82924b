/** Tokens and calls spent for one purpose in one task. */
export interface UsageRecord {
  readonly task: string;
  readonly source: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Part of the output tokens, as endpoints report them. */
  readonly reasoningTokens: number;
  readonly calls: number;
}

export type UsageTotal = Readonly<
  Record<
    'input_tokens' | 'output_tokens' | 'reasoning_tokens' | 'total_tokens' | 'n_api_calls',
    number
  >
>;

export interface UsageSummary {
  readonly total: UsageTotal;
  readonly by_task: Readonly<Record<string, UsageTotal>>;
  readonly by_source: Readonly<Record<string, UsageTotal>>;
  readonly budget_exceeded: boolean;
  readonly budget_total_tokens: number | null;
}

/** What a run spent, in all, per task and per source; a budget counts as exceeded once it is reached. */
export function summariseUsage(
  records: readonly UsageRecord[],
  budget: number | null = null,
): UsageSummary {
  const total = totalUsage(records);
  return {
    total,
    by_task: grouped(records, ({ task }) => task),
    by_source: grouped(records, ({ source }) => source),
    budget_exceeded: budget !== null && records.length > 0 && total.total_tokens >= budget,
    budget_total_tokens: budget,
  };
}

export function totalUsage(records: readonly UsageRecord[]): UsageTotal {
  const sum = (value: (record: UsageRecord) => number): number =>
    records.reduce((total, record) => total + value(record), 0);
  const input = sum(({ inputTokens }) => inputTokens);
  const output = sum(({ outputTokens }) => outputTokens);
  return {
    input_tokens: input,
    output_tokens: output,
    reasoning_tokens: sum(({ reasoningTokens }) => reasoningTokens),
    total_tokens: input + output,
    n_api_calls: sum(({ calls }) => calls),
  };
}

function grouped(
  records: readonly UsageRecord[],
  keyOf: (record: UsageRecord) => string,
): Record<string, UsageTotal> {
  const groups = new Map<string, UsageRecord[]>();
  for (const record of records) {
    const key = keyOf(record);
    groups.set(key, [...(groups.get(key) ?? []), record]);
  }
  return Object.fromEntries([...groups].map(([key, members]) => [key, totalUsage(members)]));
}
