import { EvalError } from '../../core/errors.ts';
import type { InferenceRow } from '../../core/rows.ts';
import type { LedgerWriter } from '../ledger/ledger-writer.ts';
import type { ShardHeartbeat } from '../steps.ts';
import { answerItem, failedRow } from './answer-item.ts';
import type { DeathEvidence } from './death-evidence.ts';
import type { InferShardOptions } from './infer-shard-options.ts';
import { orderItems } from './order-items.ts';
import type { ShardProgress } from './shard-progress.ts';
import { renderItems, type WorkItem } from './work-items.ts';

/** A cancelled shard lets the calls in flight finish this long: paused work is not paid for twice. */
const GRACE_MS = 3_000;

/** The state of one attempt: which calls are out, what went wrong. */
export class ShardRun {
  readonly #options: InferShardOptions;
  readonly #ledger: LedgerWriter;
  readonly #evidence: DeathEvidence;
  readonly #progress: ShardProgress;
  readonly #rows: Map<string, InferenceRow>;
  readonly #abort = new AbortController();
  #inFlight = 0;
  #failure: unknown;
  /** Since when it is this shard's turn: what came before says nothing about the model's speed. */
  beganAtMs = performance.now();

  constructor(
    options: InferShardOptions,
    parts: {
      readonly ledger: LedgerWriter;
      readonly evidence: DeathEvidence;
      readonly progress: ShardProgress;
      /** Rows by `document/repeat`: those taken over, and those of this attempt as they come. */
      readonly rows: Map<string, InferenceRow>;
    },
  ) {
    this.#options = options;
    this.#ledger = parts.ledger;
    this.#evidence = parts.evidence;
    this.#progress = parts.progress;
    this.#rows = parts.rows;
  }

  heartbeat(): ShardHeartbeat {
    const statistics = this.#options.model.adapter.statistics?.();
    return this.#progress.heartbeat({
      inFlight: this.#inFlight,
      retries: statistics?.retries ?? 0,
      rateLimited: statistics?.rateLimited ?? 0,
    });
  }

  async answerAll(): Promise<void> {
    const { signal } = this.#options;
    const onAbort = () => {
      setTimeout(() => this.#abort.abort(signal.reason), GRACE_MS).unref();
    };
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      await this.#answerTogether();
      await this.#answerAlone();
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
    if (signal.aborted && this.#rows.size < this.#progress.total) {
      throw signal.reason ?? new EvalError('cancelled', 'The shard was cancelled.');
    }
  }

  /** Everything that never was in flight when a process died. */
  async #answerTogether(): Promise<void> {
    const { signal, model } = this.#options;
    const isWanted = (doc: number, repeat: number) =>
      !this.#isKnown(doc, repeat) && !this.#evidence.isSuspect(doc, repeat);
    const items = orderItems(model.adapter, this.#items(isWanted))[Symbol.asyncIterator]();
    // Read while others have their turn. Adapters with an order read many items for the first one,
    // which a waiting shard must not hold in memory.
    const first = model.adapter.orderKey === undefined ? items.next() : undefined;
    first?.catch(() => undefined);
    const calls = new Set<Promise<void>>();
    const opening = this.#ledger.open();
    // Awaited below; until then a failure must not count as unhandled.
    opening.catch(() => undefined);
    const endTurn = await model.turns.take(signal);
    this.beganAtMs = performance.now();
    try {
      await opening;
      await this.#sendAll(items, first, calls);
    } finally {
      endTurn();
      await items.return?.(undefined);
      await Promise.all(calls);
    }
    if (this.#failure !== undefined) throw this.#failure;
  }

  async #sendAll(
    items: AsyncIterator<WorkItem>,
    first: Promise<IteratorResult<WorkItem>> | undefined,
    calls: Set<Promise<void>>,
  ): Promise<void> {
    const { limiter } = this.#options.model;
    for (let next = await (first ?? items.next()); next.done !== true; next = await items.next()) {
      if (this.#options.signal.aborted || this.#failure !== undefined) return;
      await this.#ledger.ready();
      await limiter.acquire();
      const call = this.#answer(next.value).finally(() => {
        limiter.release();
        calls.delete(call);
      });
      calls.add(call);
    }
  }

  /** The rest, one by one, the most suspicious last, so that a process killed now names its killer. */
  async #answerAlone(): Promise<void> {
    if (!this.#evidence.hasSuspects()) return;
    const { limiter } = this.#options.model;
    for (const serious of [false, true]) {
      const isWanted = (doc: number, repeat: number) =>
        !this.#isKnown(doc, repeat) && this.#evidence.isSerious(doc, repeat) === serious;
      for await (const item of this.#items(isWanted)) {
        if (this.#options.signal.aborted) return;
        const verdict = this.#evidence.verdict(item);
        if (verdict) {
          this.#accept(item, failedRow(item, verdict), false);
          continue;
        }
        // Other shards of this process must not take the blame, nor give it.
        await (serious ? limiter.acquireAlone() : limiter.acquire());
        try {
          await this.#answer(item);
        } finally {
          if (serious) limiter.releaseAlone();
          else limiter.release();
        }
        if (this.#failure !== undefined) throw this.#failure;
      }
    }
  }

  async #answer(item: WorkItem): Promise<void> {
    this.#inFlight += 1;
    try {
      if (item.failure) {
        this.#accept(item, failedRow(item, item.failure), false);
        return;
      }
      const cached = await this.#options.cache.get(item);
      if (cached) {
        this.#accept(item, cached, false);
        return;
      }
      const { adapter } = this.#options.model;
      const concurrency = this.#options.input.concurrency ?? adapter.concurrency();
      await this.#evidence.noteStart(item, concurrency);
      const row = await answerItem(adapter, item, this.#abort.signal);
      this.#accept(item, row, true);
    } catch (error) {
      // The first environment failure stops the shard; later ones are its echo.
      if (!this.#abort.signal.aborted) this.#failure ??= error;
      this.#abort.abort();
    } finally {
      this.#inFlight -= 1;
    }
  }

  #accept(item: WorkItem, row: InferenceRow, isFresh: boolean): void {
    this.#ledger.add(row);
    this.#rows.set(`${row.doc}/${row.repeat}`, row);
    this.#progress.count(row);
    if (isFresh && row.status === 'ok') this.#options.cache.remember(item, row);
  }

  #items(isWanted: (doc: number, repeat: number) => boolean) {
    return renderItems(this.#options.open, this.#options.input, isWanted);
  }

  #isKnown(doc: number, repeat: number): boolean {
    return this.#rows.has(`${doc}/${repeat}`);
  }
}
