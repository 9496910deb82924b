import { readLedgerRows, type LedgerRows } from '../ledger/ledger-reader.ts';
import { openLedgerWriter } from '../ledger/ledger-writer.ts';
import { ledgerPaths } from '../ledger/ledger-paths.ts';
import type { ShardResult } from '../steps.ts';
import { closeShard } from './close-shard.ts';
import { DeathEvidence } from './death-evidence.ts';
import type { InferShardOptions } from './infer-shard-options.ts';
import { ShardProgress } from './shard-progress.ts';
import { ShardRun } from './shard-run.ts';

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
  const { rows, suspects } = known;
  const evidence = new DeathEvidence({ suspects, store, prefix, attempt, token, ledger });
  const run = new ShardRun(options, { ledger, evidence, progress, rows });
  options.onProgress(() => run.heartbeat());
  try {
    await run.answerAll();
  } finally {
    await Promise.all([ledger.close(), evidence.close()]);
  }
  return closeShard(options, progress, rows, performance.now() - run.beganAtMs);
}

async function takeOver(
  options: InferShardOptions,
  repeats: number,
): Promise<Pick<LedgerRows, 'rows' | 'suspects'>> {
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
