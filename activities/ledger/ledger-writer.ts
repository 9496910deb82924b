import { EvalError } from '../../core/errors.ts';
import { encodeLedgerLine } from '../../core/ledger-line.ts';
import type { InferenceRow } from '../../core/rows.ts';
import { encodeClosed, encodeStarted, rowKey, type DocumentRepeat } from './ledger-record.ts';
import { openLedgerSink, type LedgerSink, type LedgerSinkOptions } from './ledger-sink.ts';

export interface LedgerWriterOptions extends LedgerSinkOptions {
  /** Longest time a row waits for the disk or for its object; bounds what a dead host loses. */
  readonly flushEveryMs?: number;
  readonly flushEveryRows?: number;
}

/**
 * Writes the rows of one attempt. A write that failed is kept and tried again; its error surfaces at
 * the next `flush` or `ready`, and `close` throws while anything is unwritten.
 */
export interface LedgerWriter {
  /**
   * Makes ready for rows: creating a file takes several forced writes, and rows that come meanwhile
   * wait in memory, where a kill loses them. Rows may be added without it.
   */
  open(): Promise<void>;
  /** Takes a finished row; never blocks. On a file it is in the kernel within one event-loop turn. */
  add(row: InferenceRow): void;
  /** Notes what is about to be tried; resolves when the note survives the death of this process. */
  markStarted(documents: readonly DocumentRepeat[]): Promise<void>;
  /** Resolves when the store keeps up, so that a slow one slows the model instead of filling memory. */
  ready(): Promise<void>;
  /** Resolves when every row added so far survives the death of the host. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Rows in memory, in units of `flushEveryRows`, above which `ready` makes the caller wait. */
const HIGH_WATER_FLUSHES = 4;

export function openLedgerWriter(options: LedgerWriterOptions): LedgerWriter {
  return new BufferedLedgerWriter(options);
}

interface Batch {
  lines: string[];
  rows: number;
  /** Callers of markStarted. */
  readonly waiters: { resolve(): void; reject(error: unknown): void }[];
}

interface Failure {
  readonly error: unknown;
}

class BufferedLedgerWriter implements LedgerWriter {
  readonly #prefix: string;
  readonly #sink: LedgerSink;
  readonly #flushEveryMs: number;
  readonly #flushEveryRows: number;
  readonly #unfinished = new Set<string>();
  #waiting: Batch = { lines: [], rows: 0, waiters: [] };
  #writesInFlight = 0;
  #unsyncedRows = 0;
  #syncing: Promise<void> | undefined;
  #writeFailure: Failure | undefined;
  /** Never forgotten: after a failed fdatasync the kernel may have dropped the pages for good. */
  #syncFailure: Failure | undefined;
  #timer: NodeJS.Timeout | undefined;
  #turn: NodeJS.Immediate | undefined;
  #isClosed = false;
  #watchers: (() => void)[] = [];

  constructor(options: LedgerWriterOptions) {
    this.#prefix = options.prefix;
    this.#sink = openLedgerSink(options);
    this.#flushEveryMs = options.flushEveryMs ?? 500;
    this.#flushEveryRows = options.flushEveryRows ?? 64;
  }

  open(): Promise<void> {
    return this.#sink.open();
  }

  add(row: InferenceRow): void {
    this.#refuseWhenClosed();
    this.#waiting.lines.push(encodeLedgerLine(row));
    this.#waiting.rows += 1;
    if (this.#unfinished.size > 0) this.#unfinished.delete(rowKey(row.doc, row.repeat));
    if (this.#isWriteDue()) this.#writeThisTurn();
    this.#armTimer();
  }

  async markStarted(documents: readonly DocumentRepeat[]): Promise<void> {
    this.#refuseWhenClosed();
    if (documents.length === 0) return;
    this.#waiting.lines.push(encodeStarted(documents));
    for (const { doc, repeat } of documents) this.#unfinished.add(rowKey(doc, repeat));
    await new Promise<void>((resolve, reject) => {
      this.#waiting.waiters.push({ resolve, reject });
      this.#writeThisTurn();
    });
  }

  async ready(): Promise<void> {
    this.#throwFailure();
    while (this.#waiting.rows >= HIGH_WATER_FLUSHES * this.#flushEveryRows) {
      this.#startWrite();
      await this.#nextChange();
      this.#throwFailure();
    }
  }

  async flush(): Promise<void> {
    this.#throwFailure();
    while (this.#waiting.lines.length > 0 || this.#writesInFlight > 0) {
      this.#startWrite();
      await this.#nextChange();
      this.#throwFailure();
    }
    // A sync already under way may have begun before the last write.
    await this.#syncing;
    await this.#sync();
    this.#throwFailure();
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (this.#unfinished.size > 0) this.#waiting.lines.push(encodeClosed());
    // What failed earlier is still waiting: only the outcome of this last try counts.
    this.#writeFailure = undefined;
    try {
      await this.flush();
    } finally {
      clearTimeout(this.#timer);
      clearImmediate(this.#turn);
      await this.#sink.close();
    }
  }

  #isWriteDue(): boolean {
    const { rows, waiters } = this.#waiting;
    return this.#sink.writesAtOnce || rows >= this.#flushEveryRows || waiters.length > 0;
  }

  /** Gathers what one event-loop turn brings into one write. */
  #writeThisTurn(): void {
    this.#turn ??= setImmediate(() => {
      this.#turn = undefined;
      this.#startWrite();
    });
  }

  #startWrite(): void {
    const batch = this.#waiting;
    if (batch.lines.length === 0 || this.#writesInFlight >= this.#sink.maxWritesInFlight) return;
    this.#waiting = { lines: [], rows: 0, waiters: [] };
    this.#writesInFlight += 1;
    void this.#sink.write(Buffer.from(batch.lines.join(''))).then(
      () => this.#writeEnded(batch),
      (error: unknown) => this.#writeFailed(batch, error),
    );
  }

  #writeEnded(batch: Batch): void {
    this.#writesInFlight -= 1;
    this.#unsyncedRows += batch.rows;
    for (const waiter of batch.waiters) waiter.resolve();
    if (this.#isWriteDue()) this.#startWrite();
    if (this.#unsyncedRows >= this.#flushEveryRows) void this.#sync();
    this.#wakeWatchers();
  }

  #writeFailed(batch: Batch, error: unknown): void {
    this.#writesInFlight -= 1;
    this.#writeFailure = { error };
    this.#waiting.lines = [...batch.lines, ...this.#waiting.lines];
    this.#waiting.rows += batch.rows;
    for (const waiter of batch.waiters) waiter.reject(error);
    this.#armTimer();
    this.#wakeWatchers();
  }

  #sync(): Promise<void> {
    this.#syncing ??= (async () => {
      const rows = this.#unsyncedRows;
      try {
        await this.#sink.sync();
        this.#unsyncedRows -= rows;
      } catch (error) {
        this.#syncFailure = { error };
      } finally {
        this.#syncing = undefined;
        this.#wakeWatchers();
      }
    })();
    return this.#syncing;
  }

  #armTimer(): void {
    if (this.#isClosed) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#startWrite();
      if (this.#unsyncedRows > 0) void this.#sync();
      if (this.#waiting.lines.length > 0) this.#armTimer();
    }, this.#flushEveryMs).unref();
  }

  #nextChange(): Promise<void> {
    return new Promise((resolve) => this.#watchers.push(resolve));
  }

  #wakeWatchers(): void {
    const woken = this.#watchers;
    this.#watchers = [];
    for (const wake of woken) wake();
  }

  #throwFailure(): void {
    if (this.#syncFailure !== undefined) throw this.#syncFailure.error;
    const failure = this.#writeFailure;
    this.#writeFailure = undefined;
    if (failure !== undefined) throw failure.error;
  }

  #refuseWhenClosed(): void {
    if (!this.#isClosed) return;
    throw new EvalError('internal', `Cannot write to the ledger ${this.#prefix}: it is closed.`);
  }
}
