import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ArtifactStore } from '../../activities/artifacts/artifact-store.ts';
import { createFileStore } from '../../activities/artifacts/file-store.ts';
import { openStore } from '../../activities/artifacts/open-store.ts';
import { compactShard } from '../../activities/ledger/compact-shard.ts';
import { readLedgerRows } from '../../activities/ledger/ledger-reader.ts';
import { ledgerPaths } from '../../activities/ledger/ledger-paths.ts';
import { openLedgerWriter } from '../../activities/ledger/ledger-writer.ts';
import type { InferenceRow } from '../../core/rows.ts';
import { startS3Server } from '../support/s3-server.ts';
import { atMost, median, noted, type Bench, type Figure } from './bench.ts';

const ROWS = 4_096;
const ROUNDS = 3;
/** Rows that arrive in one turn of the event loop, as answers of an endpoint do. */
const ROWS_PER_TURN = 8;
/** Our whole cost per document is to stay under a millisecond. */
const BOUND_US = 1_000;

export const storeBench: Bench = {
  name: 'store',
  summary: `the way of a row: append, force to disk, compact, read back; ${ROWS} rows a shard`,
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'assay-bench-'));
    const server = await startS3Server();
    try {
      Object.assign(process.env, server.environment);
      return [
        ...(await measureStore('file', createFileStore(folder))),
        ...(await measureStore(`s3 (${server.kind})`, openStore(server.url))),
      ];
    } finally {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function measureStore(name: string, store: ArtifactStore): Promise<Figure[]> {
  const rounds: Steps[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await measureShard(store, round));
  const of = (step: keyof Steps) => median(rounds.map((one) => one[step]));
  const text = (step: keyof Steps) => `${of(step).toFixed(1)} µs/row`;
  const all = of('append') + of('compact');
  return [
    noted(`${name}: append and force to disk`, text('append')),
    noted(`${name}: compact`, text('compact')),
    atMost(`${name}: both`, all, BOUND_US, { unit: 'µs/row', digits: 1 }),
    noted(`${name}: take over after a crash`, text('readBack')),
  ];
}

interface Steps {
  readonly append: number;
  readonly compact: number;
  readonly readBack: number;
}

async function measureShard(store: ArtifactStore, round: number): Promise<Steps> {
  const [runId, task, start, end] = [`bench-${round}`, 'bench', 0, ROWS] as const;
  const rows = Array.from({ length: ROWS }, (_, doc) => rowOf(doc));
  const prefix = ledgerPaths.parts(runId, task, start, end);
  const append = await perRow(async () => {
    const ledger = openLedgerWriter({ store, prefix, attempt: 1, token: 'bench' });
    for (const [index, row] of rows.entries()) {
      await ledger.ready();
      ledger.add(row);
      if (index % ROWS_PER_TURN === 0) await new Promise(setImmediate);
    }
    await ledger.close();
  });
  const compact = await perRow(async () => {
    await compactShard({ store, runId, task, start, end, repeats: 1, rows });
  });
  const readBack = await perRow(async () => {
    const options = { store, prefixes: [prefix], start, end, repeats: 1, retryFailed: false };
    const known = await readLedgerRows(options);
    if (known.rows.size !== ROWS) throw new Error(`${known.rows.size} rows came back.`);
  });
  return { append, compact, readBack };
}

async function perRow(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return ((performance.now() - startedAt) * 1000) / ROWS;
}

function rowOf(doc: number): InferenceRow {
  return {
    doc,
    repeat: 0,
    origin: 'fresh',
    promptSha256: 'a'.repeat(64),
    docSha256: 'b'.repeat(64),
    mediaSha256: [],
    status: 'ok',
    output: `The answer to question ${doc} is B.`,
    finishReason: 'stop',
    usage: { inputTokens: 25, outputTokens: 9 },
    timing: { latencyMs: 20.5, ttftMs: 18.25, tpotMs: 0.5 },
    attempts: 1,
  };
}
