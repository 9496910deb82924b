import type { FailureGroup } from '../../core/results.ts';
import type { InferenceRow } from '../../core/rows.ts';
import type { ShardHeartbeat } from '../steps.ts';

/** Longest example message per group: it travels in the activity's result. */
const MAX_EXAMPLE = 300;
const MAX_GROUPS = 8;

/** Counts of one shard as its rows arrive. */
export class ShardProgress {
  readonly #task: string;
  readonly total: number;
  readonly #failures = new Map<string, { message: string; count: number }>();
  ok = 0;
  refused = 0;
  failed = 0;
  skipped = 0;
  cached = 0;
  inputTokens = 0;
  outputTokens = 0;

  constructor(task: string, total: number) {
    this.#task = task;
    this.total = total;
  }

  get done(): number {
    return this.ok + this.refused + this.failed + this.skipped;
  }

  count(row: InferenceRow): void {
    this[row.status] += 1;
    if (row.origin !== 'fresh') this.cached += 1;
    this.inputTokens += row.usage.inputTokens ?? 0;
    this.outputTokens += row.usage.outputTokens ?? 0;
    if (row.error) {
      const group = this.#failures.get(row.error.code);
      if (group) group.count += 1;
      else {
        const message = row.error.message.slice(0, MAX_EXAMPLE);
        this.#failures.set(row.error.code, { message, count: 1 });
      }
    }
  }

  failures(): FailureGroup[] {
    return [...this.#failures]
      .map(([code, { message, count }]) => ({ code, message, count }))
      .sort((left, right) => right.count - left.count || (left.code < right.code ? -1 : 1))
      .slice(0, MAX_GROUPS);
  }

  heartbeat(live: {
    readonly inFlight: number;
    readonly retries: number;
    readonly rateLimited: number;
  }): ShardHeartbeat {
    return {
      task: this.#task,
      done: this.done,
      total: this.total,
      failed: this.failed,
      inputTokens: this.inputTokens,
      outputTokens: this.outputTokens,
      ...live,
    };
  }
}
