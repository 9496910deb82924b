import { EvalError } from '../../core/errors.ts';
import { closeShard } from '../inference/close-shard.ts';
import type { InferShardOptions } from '../inference/infer-shard-options.ts';
import type { Turns } from '../inference/turns.ts';
import { renderItems } from '../inference/work-items.ts';
import { ledgerPaths } from '../ledger/ledger-paths.ts';
import { rowKey } from '../ledger/ledger-record.ts';
import { openLedgerWriter, type LedgerWriter } from '../ledger/ledger-writer.ts';
import type { BatchEndpoint } from '../models/http/batch-endpoint.ts';
import type { AdvanceBatchInput, AdvanceBatchResult } from '../steps.ts';
import { noteClosed, numberOf, readBatchRecords, type BatchRecord } from './batch-records.ts';
import { BatchShard } from './batch-shard.ts';
import { collectBatch } from './collect-batch.ts';
import { knownRows } from './known-rows.ts';
import { lookAtBatches, type EndedBatch } from './look-at-batches.ts';
import { providerBatches, type BatchState, type ProviderBatches } from './provider-batches.ts';
import { createBatchSender } from './submit-batches.ts';

export interface AdvanceShardOptions extends Omit<InferShardOptions, 'input' | 'model'> {
  readonly input: AdvanceBatchInput;
  readonly endpoint: BatchEndpoint;
  /** One file of questions is made at a time in a process: each is held in memory. */
  readonly turns: Turns;
}

interface Work extends AdvanceShardOptions {
  readonly provider: ProviderBatches;
  readonly folder: string;
  readonly records: readonly BatchRecord[];
  readonly open: InferShardOptions['open'];
  readonly ledger: LedgerWriter;
}

/**
 * Brings a shard as far as it can be now: answers of ended batches become rows, questions without a row
 * or an open batch are sent, and a shard without open questions is closed. It can be called at any time
 * and after any death, since all it goes by lies in the store and at the provider.
 */
export async function advanceShard(options: AdvanceShardOptions): Promise<AdvanceBatchResult> {
  const { input, store, endpoint, signal } = options;
  const { runId, task, start, end } = input;
  const provider = providerBatches(endpoint);
  const folder = ledgerPaths.batches(runId, task, start, end);
  const records = await readBatchRecords(store, folder);
  const { open, ended } = await lookAtBatches(provider, store, records, signal);
  if (input.isHandedOver && open.length > 0 && ended.length === 0) return { open: open.length };

  const worked = await withoutRefused(options, ended);
  const { repeats } = options.open.record.config;
  const rows = await knownRows(options, repeats, records);
  const { attempt, token } = options;
  const prefix = ledgerPaths.parts(runId, task, start, end);
  const ledger = openLedgerWriter({ store, prefix, attempt, token });
  const shard = new BatchShard(options, {
    ledger,
    rows,
    worked: asked(input, [
      ...records.filter(({ closed }) => closed === 'collected'),
      ...worked.map(({ record }) => record),
    ]),
  });
  options.onProgress(() => shard.progress.heartbeat({ inFlight: 0, retries: 0, rateLimited: 0 }));
  const work = { ...options, provider, folder, records, ledger };
  let sent: number;
  try {
    await collect(work, shard, worked);
    sent = await send(work, shard, open);
  } finally {
    await ledger.close();
  }
  if (sent + open.length > 0) return { open: sent + open.length };
  const sinceMs = Math.min(Date.now(), ...records.map((record) => record.intendedAtMs));
  return { shard: await closeShard(options, shard.progress, rows, Date.now() - sinceMs), open: 0 };
}

/** A batch that was never worked on is void, so that its questions are free to be sent again. */
async function withoutRefused(
  { store }: AdvanceShardOptions,
  ended: readonly EndedBatch[],
): Promise<EndedBatch[]> {
  const isVoid = ({ state }: EndedBatch) =>
    state.ending === 'refused' || state.ending === 'put-off';
  for (const batch of ended.filter(isVoid)) await noteClosed(store, batch.record.path, 'void');
  const refused = ended.find(({ state }) => state.ending === 'refused');
  if (refused !== undefined) throw refusedBatch(refused.state);
  return ended.filter((batch) => !isVoid(batch));
}

/** Batches that count as tries of their questions: not those that we stopped, nor those of the past. */
function asked(input: AdvanceBatchInput, records: readonly BatchRecord[]): BatchRecord[] {
  return records.filter(
    ({ isCancelled, execution }) =>
      !isCancelled && (!input.retryFailed || execution === input.execution),
  );
}

async function collect(work: Work, shard: BatchShard, ended: readonly EndedBatch[]): Promise<void> {
  const { provider, endpoint, store, signal } = work;
  const tools = {
    provider,
    endpoint,
    open: work.open,
    attemptOf: (question: Parameters<BatchShard['triesOf']>[0]) =>
      Math.max(1, shard.triesOf(question)),
    onRow: shard.accept.bind(shard),
  };
  for (const { record, state } of ended) {
    const { causes, failure } = await collectBatch(tools, record, state, signal);
    for (const [key, cause] of causes) shard.causes.set(key, cause);
    await work.ledger.flush();
    await noteClosed(store, record.path, 'collected');
    if (failure !== undefined) throw failure;
  }
}

/** Sends every question that has no row and is in no open batch. */
async function send(work: Work, shard: BatchShard, open: readonly BatchRecord[]): Promise<number> {
  const { records, input, signal } = work;
  const waiting = new Set(
    open.flatMap(({ questions }) => questions.map(({ doc, repeat }) => rowKey(doc, repeat))),
  );
  if (shard.rows.size + waiting.size >= shard.progress.total) return 0;
  const endTurn = await work.turns.take(signal);
  try {
    const number = 1 + Math.max(-1, ...records.map(({ path }) => numberOf(path)));
    const sender = createBatchSender({ ...work, execution: input.execution, number });
    const isWanted = (doc: number, repeat: number) =>
      !shard.isKnown(doc, repeat) && !waiting.has(rowKey(doc, repeat));
    for await (const item of renderItems(work.open, input, isWanted)) {
      signal.throwIfAborted();
      await work.ledger.ready();
      await shard.ask(item, sender);
    }
    return await sender.finish();
  } finally {
    endTurn();
  }
}

function refusedBatch({ id, reason }: BatchState): EvalError {
  return new EvalError(
    'endpoint-rejected-request',
    `The provider refused the batch ${id}: ${reason || 'it gave no reason'}. Nothing was asked; mend the cause and resume the run.`,
  );
}
