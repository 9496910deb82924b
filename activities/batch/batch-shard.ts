import { EvalError, isEvalError } from '../../core/errors.ts';
import type { InferenceRow } from '../../core/rows.ts';
import { failedRow, isEnvironmentError } from '../inference/answer-item.ts';
import type { InferShardOptions } from '../inference/infer-shard-options.ts';
import { ShardProgress } from '../inference/shard-progress.ts';
import type { WorkItem } from '../inference/work-items.ts';
import { rowKey } from '../ledger/ledger-record.ts';
import type { LedgerWriter } from '../ledger/ledger-writer.ts';
import type { BatchQuestion, BatchRecord } from './batch-records.ts';
import type { BatchSender } from './submit-batches.ts';

/** A question without an answer is asked so often in all. */
const MAX_TRIES = 3;

/** The rows of a shard while its batches are collected and sent. */
export class BatchShard {
  readonly rows: Map<string, InferenceRow>;
  readonly progress: ShardProgress;
  /** Why questions have no answer yet. */
  readonly causes = new Map<string, EvalError>();
  readonly #options: Pick<InferShardOptions, 'input' | 'open' | 'cache'>;
  readonly #ledger: LedgerWriter;
  readonly #tries = new Map<string, number>();

  constructor(
    options: Pick<InferShardOptions, 'input' | 'open' | 'cache'>,
    parts: {
      readonly ledger: LedgerWriter;
      readonly rows: Map<string, InferenceRow>;
      /** Batches that were worked on. */
      readonly worked: readonly BatchRecord[];
    },
  ) {
    const { input, open } = options;
    this.#options = options;
    this.#ledger = parts.ledger;
    this.rows = parts.rows;
    this.progress = new ShardProgress(
      input.task,
      (input.end - input.start) * open.record.config.repeats,
    );
    for (const row of parts.rows.values()) this.progress.count(row);
    for (const { questions } of parts.worked) {
      for (const { doc, repeat } of questions) {
        const key = rowKey(doc, repeat);
        this.#tries.set(key, (this.#tries.get(key) ?? 0) + 1);
      }
    }
  }

  isKnown(doc: number, repeat: number): boolean {
    return this.rows.has(rowKey(doc, repeat));
  }

  triesOf({ doc, repeat }: Pick<BatchQuestion, 'doc' | 'repeat'>): number {
    return this.#tries.get(rowKey(doc, repeat)) ?? 0;
  }

  /** Takes the answer of a batch. */
  accept(row: InferenceRow, question: BatchQuestion): void {
    if (this.isKnown(row.doc, row.repeat)) return;
    this.#add(row);
    if (row.status !== 'ok' || question.cacheKey === undefined) return;
    this.#options.cache.remember(question.cacheKey, row);
  }

  /** Sends a question, unless it needs no sending or has been sent often enough. */
  async ask(item: WorkItem, sender: BatchSender): Promise<void> {
    if (item.failure) return this.#add(failedRow(item, item.failure));
    if (item.continuations) {
      throw new EvalError(
        'model-invalid',
        `Cannot score choices of ${item.id} in batches: providers give no log-probabilities there. Remove batch=true, or use a generate_until variant of the task.`,
      );
    }
    const cached = await this.#options.cache.get(item);
    if (cached) return this.#add(cached);
    const tries = this.triesOf(item);
    if (tries >= MAX_TRIES) return this.#add(failedRow(item, this.#causeOf(item, tries)));
    try {
      await sender.add(item);
    } catch (error) {
      if (isEnvironmentError(error)) throw error;
      this.#add(failedRow(item, error as EvalError));
    }
    return undefined;
  }

  #add(row: InferenceRow): void {
    this.#ledger.add(row);
    this.rows.set(rowKey(row.doc, row.repeat), row);
    this.progress.count(row);
  }

  #causeOf(item: WorkItem, tries: number): EvalError {
    const cause = this.causes.get(rowKey(item.doc, item.repeat));
    const message = cause?.message ?? 'No batch has brought an answer.';
    return new EvalError(
      isEvalError(cause) ? cause.code : 'endpoint-empty-response',
      `Asked in ${tries} batches without an answer. The last time: ${message}`,
      { data: { attempts: tries } },
    );
  }
}
