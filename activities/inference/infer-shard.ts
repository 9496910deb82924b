import { EvalError } from '../../core/errors.ts';
import type { InferenceRow } from '../../core/rows.ts';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import { compactShard } from '../ledger/compact-shard.ts';
import { readLedgerRows } from '../ledger/ledger-reader.ts';
import { openLedgerWriter, type LedgerWriter } from '../ledger/ledger-writer.ts';
import { ledgerPaths } from '../ledger/ledger-paths.ts';
import type { OpenTask } from '../runs/open-task.ts';
import type { InferInput, ShardHeartbeat, ShardResult } from '../steps.ts';
import { answerItem, failedRow } from './answer-item.ts';
import type { AnswerCache } from './answer-cache.ts';
import type { PooledModel } from './model-pool.ts';
import { orderItems } from './order-items.ts';
import { ShardProgress } from './shard-progress.ts';
import { renderItems, type WorkItem } from './work-items.ts';

export interface InferShardOptions {
  readonly input: InferInput;
  readonly open: OpenTask;
  readonly store: ArtifactStore;
  readonly model: PooledModel;
  readonly cache: AnswerCache;
  /** 1 for the first attempt; later ones first take over what the ledger holds. */
  readonly attempt: number;
  /** Distinguishes attempts that Temporal numbers alike (a second execution of the run). */
  readonly token: string;
  readonly signal: AbortSignal;
  readonly onProgress: (read: () => ShardHeartbeat) => void;
}

/** A cancelled shard lets the calls in flight finish this long: paused work is not paid for twice. */
const GRACE_MS = 3_000;
/** From this attempt on, documents that may have killed the process run alone. */
const SUSPICIOUS_ATTEMPT = 2;
/**
 * Dead attempts that had started a document, after which it is not tried again: the last of them with
 * nothing else in flight, so that a worker lost for other reasons condemns nobody.
 */
const DEADLY_STARTS = 3;

/**
 * Answers the documents [start, end) of one task: takes over what earlier attempts finished, asks for
 * the rest with as many calls in flight as the model wants, and compacts all into one artifact.
 */
export async function inferShard(options: InferShardOptions): Promise<ShardResult> {
  const { input, open, store } = options;
  const { repeats } = open.record.config;
  const expected = (input.end - input.start) * repeats;
  const progress = new ShardProgress(input.task, expected);
  const known = await takeOver(options, repeats);
  for (const row of known.rows.values()) progress.count(row);

  const prefix = ledgerPaths.parts(input.runId, input.task, input.start, input.end);
  const { attempt, token } = options;
  const ledger = openLedgerWriter({ store, prefix, attempt, token });
  // The first attempt notes no starts, which would cost a write each: its successor does so for it.
  const forFirst =
    options.attempt === SUSPICIOUS_ATTEMPT
      ? openLedgerWriter({ store, prefix, attempt: 1, token: `for-${options.token}` })
      : undefined;
  const run = new ShardRun(options, { ledger, forFirst }, progress, known);
  options.onProgress(() => run.heartbeat());
  try {
    await run.answerAll();
  } finally {
    await Promise.all([ledger.close(), forFirst?.close()]);
  }
  const rows = known.rows;
  const artifact = await compactShard({
    store,
    runId: input.runId,
    task: input.task,
    start: input.start,
    end: input.end,
    repeats,
    rows: [...rows.values()],
  });
  await options.cache.flush();
  return {
    start: input.start,
    end: input.end,
    artifact,
    ok: progress.ok,
    refused: progress.refused,
    failed: progress.failed,
    skipped: progress.skipped,
    cached: progress.cached,
    failures: progress.failures(),
    inputTokens: progress.inputTokens,
    outputTokens: progress.outputTokens,
    elapsedMs: Math.round(performance.now() - run.beganAtMs),
  };
}

interface Known {
  readonly rows: Map<string, InferenceRow>;
  /** Dead attempts per (document, repeat) that had started it without an end. */
  readonly suspects: ReadonlyMap<string, number>;
}

async function takeOver(options: InferShardOptions, repeats: number): Promise<Known> {
  const { input, store, attempt } = options;
  const { runId, task, start, end, takeOver: from } = input;
  if (attempt === 1 && from === 'nothing') return { rows: new Map(), suspects: new Map() };
  const own = [ledgerPaths.parts(runId, task, start, end)];
  return readLedgerRows({
    store,
    prefixes: from === 'everything' ? ledgerPaths.everything(runId, task) : own,
    start,
    end,
    repeats,
    retryFailed: input.retryFailed,
  });
}

/** The state of one attempt: which calls are out, what went wrong. */
class ShardRun {
  readonly #options: InferShardOptions;
  readonly #ledger: LedgerWriter;
  readonly #forFirst: LedgerWriter | undefined;
  readonly #progress: ShardProgress;
  readonly #known: Known;
  readonly #abort = new AbortController();
  #inFlight = 0;
  #asked = 0;
  #failure: unknown;
  /** Since when it is this shard's turn: what came before says nothing about the model's speed. */
  beganAtMs = performance.now();

  constructor(
    options: InferShardOptions,
    writers: { readonly ledger: LedgerWriter; readonly forFirst: LedgerWriter | undefined },
    progress: ShardProgress,
    known: Known,
  ) {
    this.#options = options;
    this.#ledger = writers.ledger;
    this.#forFirst = writers.forFirst;
    this.#progress = progress;
    this.#known = known;
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
    if (signal.aborted && this.#known.rows.size < this.#progress.total) {
      throw signal.reason ?? new EvalError('cancelled', 'The shard was cancelled.');
    }
  }

  /** Everything that never was in flight when a process died. */
  async #answerTogether(): Promise<void> {
    const { signal, model } = this.#options;
    const calls = new Set<Promise<void>>();
    const opening = this.#ledger.open();
    // Awaited below; until then a failure must not count as unhandled.
    opening.catch(() => undefined);
    const endTurn = await model.turns.take(signal);
    this.beganAtMs = performance.now();
    try {
      await opening;
      await this.#sendAll(calls);
    } finally {
      endTurn();
      await Promise.all(calls);
    }
    if (this.#failure !== undefined) throw this.#failure;
  }

  async #sendAll(calls: Set<Promise<void>>): Promise<void> {
    const { limiter, adapter } = this.#options.model;
    const isWanted = (doc: number, repeat: number) =>
      !this.#isKnown(doc, repeat) && this.#startsOf(doc, repeat) === 0;
    for await (const item of orderItems(adapter, this.#items(isWanted))) {
      if (this.#options.signal.aborted || this.#failure !== undefined) break;
      await this.#ledger.ready();
      await limiter.acquire();
      const call = this.#answer(item).finally(() => {
        limiter.release();
        calls.delete(call);
      });
      calls.add(call);
    }
  }

  /** The rest, one by one, the most suspicious last, so that a process killed now names its killer. */
  async #answerAlone(): Promise<void> {
    if (this.#known.suspects.size === 0) return;
    const { limiter } = this.#options.model;
    const isSerious = (doc: number, repeat: number) =>
      this.#startsOf(doc, repeat) >= DEADLY_STARTS - 1;
    for (const serious of [false, true]) {
      const isWanted = (doc: number, repeat: number) =>
        !this.#isKnown(doc, repeat) && isSerious(doc, repeat) === serious;
      for await (const item of this.#items(isWanted)) {
        if (this.#options.signal.aborted) return;
        if (this.#startsOf(item.doc, item.repeat) >= DEADLY_STARTS) {
          this.#accept(item, failedRow(item, poisonError(item)), false);
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
      if (this.#options.attempt >= SUSPICIOUS_ATTEMPT) {
        await this.#markStarted(item);
      }
      const row = await answerItem(this.#options.model.adapter, item, this.#abort.signal);
      this.#accept(item, row, true);
    } catch (error) {
      // The first environment failure stops the shard; later ones are its echo.
      if (!this.#abort.signal.aborted) this.#failure ??= error;
      this.#abort.abort();
    } finally {
      this.#inFlight -= 1;
    }
  }

  /**
   * What comes first after a death was probably in flight then, or answered just before with its row
   * on the way to the disk, as calls start in one order.
   */
  async #markStarted(item: WorkItem): Promise<void> {
    const started = [{ doc: item.doc, repeat: item.repeat }];
    const { input, model } = this.#options;
    const concurrency = input.concurrency ?? model.adapter.concurrency();
    const wasInFlight = this.#asked < 2 * concurrency;
    this.#asked += 1;
    await Promise.all([
      this.#ledger.markStarted(started),
      wasInFlight ? this.#forFirst?.markStarted(started) : undefined,
    ]);
  }

  #accept(item: WorkItem, row: InferenceRow, isFresh: boolean): void {
    this.#ledger.add(row);
    this.#known.rows.set(`${row.doc}/${row.repeat}`, row);
    this.#progress.count(row);
    if (isFresh && row.status === 'ok') this.#options.cache.remember(item, row);
  }

  #items(isWanted: (doc: number, repeat: number) => boolean) {
    return renderItems(this.#options.open, this.#options.input, isWanted);
  }

  #isKnown(doc: number, repeat: number): boolean {
    return this.#known.rows.has(`${doc}/${repeat}`);
  }

  #startsOf(doc: number, repeat: number): number {
    return this.#known.suspects.get(`${doc}/${repeat}`) ?? 0;
  }
}

function poisonError(item: WorkItem): EvalError {
  return new EvalError(
    'poison-document',
    `Not asked again about document ${item.id}: the worker process died each time it was tried (3 times). Look at the document's media and the worker's log.`,
    { data: { attempts: DEADLY_STARTS } },
  );
}
