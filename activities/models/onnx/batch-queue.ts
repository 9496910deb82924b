import { setTimeout as sleep } from 'node:timers/promises';

export interface BatchQueueOptions<Row> {
  readonly batchSize: number;
  /** How long an incomplete batch waits for more rows, milliseconds. */
  readonly waitMs: number;
  /** Only rows with equal keys share a batch. */
  readonly keyOf: (row: Row) => string;
  /** Must settle every row itself and never reject. */
  readonly run: (rows: readonly Row[]) => Promise<void>;
}

export interface BatchQueue<Row> {
  push(row: Row): void;
}

/** Runs rows one batch at a time; the row that has waited longest decides which batch is next. */
export function createBatchQueue<Row>(options: BatchQueueOptions<Row>): BatchQueue<Row> {
  const { batchSize, waitMs, keyOf, run } = options;
  let waiting: { readonly key: string; readonly row: Row }[] = [];
  let isRunning = false;

  const takeBatch = (): Row[] => {
    const first = waiting[0]!.key;
    const batch: Row[] = [];
    waiting = waiting.filter(({ key, row }) => {
      if (key !== first || batch.length === batchSize) return true;
      batch.push(row);
      return false;
    });
    return batch;
  };
  const drain = async (): Promise<void> => {
    isRunning = true;
    while (waiting.length > 0) {
      if (waiting.length < batchSize) await sleep(waitMs);
      await run(takeBatch());
    }
    isRunning = false;
  };
  return {
    push: (row) => {
      waiting.push({ key: keyOf(row), row });
      if (!isRunning) void drain();
    },
  };
}
