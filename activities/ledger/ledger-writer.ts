import { EvalError } from '../../core/errors.ts';
import { encodeLedgerLine } from '../../core/ledger-line.ts';
import type { InferenceRow } from '../../core/rows.ts';
import { encodeClosed, encodeStarted, rowKey, type DocumentRepeat } from './ledger-record.ts';
import { openLedgerSink, type LedgerSinkOptions } from './ledger-sink.ts';

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

interface Batch {
  lines: string[];
  rows: number;
  readonly waiters: { resolve(): void; reject(error: unknown): void }[];
}

/** Rows in memory, in units of `flushEveryRows`, above which `ready` makes the caller wait. */
const HIGH_WATER_FLUSHES = 4;

export function openLedgerWriter(options: LedgerWriterOptions): LedgerWriter {
  const { flushEveryMs = 500, flushEveryRows = 64 } = options;
  const sink = openLedgerSink(options);
  const unfinished = new Set<string>();
  let waiting = emptyBatch();
  let writesInFlight = 0;
  let unsyncedRows = 0;
  let syncing: Promise<void> | undefined;
  let writeFailure: { readonly error: unknown } | undefined;
  /** Never forgotten: after a failed fdatasync the kernel may have dropped the pages for good. */
  let syncFailure: { readonly error: unknown } | undefined;
  let timer: NodeJS.Timeout | undefined;
  let turn: NodeJS.Immediate | undefined;
  let isClosed = false;
  let watchers: (() => void)[] = [];

  function startWrite(): void {
    if (waiting.lines.length === 0 || writesInFlight >= sink.maxWritesInFlight) return;
    const batch = waiting;
    waiting = emptyBatch();
    writesInFlight += 1;
    void sink.write(Buffer.from(batch.lines.join(''))).then(
      () => writeEnded(batch),
      (error: unknown) => writeFailed(batch, error),
    );
  }

  function writeEnded(batch: Batch): void {
    writesInFlight -= 1;
    unsyncedRows += batch.rows;
    for (const waiter of batch.waiters) waiter.resolve();
    const isDue = sink.writesAtOnce || waiting.rows >= flushEveryRows || waiting.waiters.length > 0;
    if (isDue) startWrite();
    if (unsyncedRows >= flushEveryRows) void sync();
    wakeWatchers();
  }

  function writeFailed(batch: Batch, error: unknown): void {
    writesInFlight -= 1;
    writeFailure = { error };
    waiting.lines = [...batch.lines, ...waiting.lines];
    waiting.rows += batch.rows;
    for (const waiter of batch.waiters) waiter.reject(error);
    armTimer();
    wakeWatchers();
  }

  function sync(): Promise<void> {
    syncing ??= (async () => {
      const rows = unsyncedRows;
      try {
        await sink.sync();
        unsyncedRows -= rows;
      } catch (error) {
        syncFailure = { error };
      } finally {
        syncing = undefined;
        wakeWatchers();
      }
    })();
    return syncing;
  }

  function armTimer(): void {
    if (isClosed) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      startWrite();
      if (unsyncedRows > 0) void sync();
      if (waiting.lines.length > 0) armTimer();
    }, flushEveryMs).unref();
  }

  /** Gathers what one event-loop turn brings into one write. */
  function writeThisTurn(): void {
    turn ??= setImmediate(() => {
      turn = undefined;
      startWrite();
    });
  }

  function wakeWatchers(): void {
    const woken = watchers;
    watchers = [];
    for (const wake of woken) wake();
  }

  function nextChange(): Promise<void> {
    return new Promise((resolve) => watchers.push(resolve));
  }

  function throwFailure(): void {
    if (syncFailure !== undefined) throw syncFailure.error;
    const failure = writeFailure;
    writeFailure = undefined;
    if (failure !== undefined) throw failure.error;
  }

  function refuseWhenClosed(): void {
    if (!isClosed) return;
    throw new EvalError('internal', `Cannot write to the ledger ${options.prefix}: it is closed.`);
  }

  async function flush(): Promise<void> {
    throwFailure();
    while (waiting.lines.length > 0 || writesInFlight > 0) {
      startWrite();
      await nextChange();
      throwFailure();
    }
    // A sync already under way may have begun before the last write.
    await syncing;
    await sync();
    throwFailure();
  }

  return {
    add(row) {
      refuseWhenClosed();
      waiting.lines.push(encodeLedgerLine(row));
      waiting.rows += 1;
      if (unfinished.size > 0) unfinished.delete(rowKey(row.doc, row.repeat));
      if (sink.writesAtOnce || waiting.rows >= flushEveryRows) writeThisTurn();
      armTimer();
    },
    async markStarted(documents) {
      refuseWhenClosed();
      if (documents.length === 0) return;
      waiting.lines.push(encodeStarted(documents));
      for (const { doc, repeat } of documents) unfinished.add(rowKey(doc, repeat));
      const written = new Promise<void>((resolve, reject) => {
        waiting.waiters.push({ resolve, reject });
      });
      writeThisTurn();
      await written;
    },
    async ready() {
      throwFailure();
      while (waiting.rows >= HIGH_WATER_FLUSHES * flushEveryRows) {
        startWrite();
        await nextChange();
        throwFailure();
      }
    },
    flush,
    async close() {
      if (isClosed) return;
      isClosed = true;
      if (unfinished.size > 0) waiting.lines.push(encodeClosed());
      // What failed earlier is still waiting: only the outcome of this last try counts.
      writeFailure = undefined;
      try {
        await flush();
      } finally {
        clearTimeout(timer);
        clearImmediate(turn);
        await sink.close();
      }
    },
  };
}

function emptyBatch(): Batch {
  return { lines: [], rows: 0, waiters: [] };
}
