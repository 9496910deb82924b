import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { readShardIndex } from '../../activities/ledger/shard-index.ts';
import { readSealedLedger } from '../../activities/runs/run-records.ts';
import type { InferenceRow } from '../../core/rows.ts';
import { CHAOS_TASK } from './chaos-bench.ts';
import { readLedger } from './read-ledger.ts';
import type { TestStack } from './test-stack.ts';

/** I1: every document has exactly one accepted row, in shards that tile the benchmark. */
export async function expectOneRowEach(
  stack: TestStack,
  runId: string,
  documents: number,
): Promise<InferenceRow[]> {
  const rows = await readLedger(stack.store, runId, CHAOS_TASK);
  expect(rows.map(({ doc, repeat }) => [doc, repeat])).toEqual(
    Array.from({ length: documents }, (_, doc) => [doc, 0]),
  );
  const index = await readSealedLedger(stack.store, runId, CHAOS_TASK);
  let end = 0;
  for (const shard of await readShardIndex(stack.store, index)) {
    expect(shard.start).toBe(end);
    end = shard.end;
  }
  expect(end).toBe(documents);
  return rows;
}

/** I5: no worker process, no open workflow and no unfinished file that a reader could take for one. */
export async function expectNoOrphans(stack: TestStack): Promise<void> {
  await expect.poll(() => openWorkflows(stack), { timeout: 20_000, interval: 250 }).toEqual([]);
  for await (const { key } of stack.store.list('')) expect(key).not.toMatch(/(^|\/)\.|\.tmp/);
  await Promise.all(stack.workers.map((worker) => worker.stop()));
  expect(stack.workers.filter(({ pid }) => isRunning(pid))).toEqual([]);
}

/** I7: the secret is in no file of the stack (store, logs, database) and in no history. */
export async function expectNoSecret(stack: TestStack, secret: string): Promise<number> {
  const forms = [secret, Buffer.from(secret).toString('base64').replace(/=+$/, '')];
  const leaks = (text: string) => forms.some((form) => text.includes(form));
  let scanned = 0;
  for (const folder of [stack.folder, stack.temporal.dataDirectory]) {
    for (const path of filesUnder(folder)) {
      scanned += 1;
      expect(leaks(readFileSync(path, 'latin1')), path).toBe(false);
    }
  }
  for await (const execution of stack.client.workflow.list()) {
    const { workflowId, runId } = execution;
    const history = await stack.client.workflow.getHandle(workflowId, runId).fetchHistory();
    const text = textOf(history);
    // Proof that payloads are read: the input of every workflow names its run.
    expect(text).toContain('"runId":"test-');
    expect(leaks(text), workflowId).toBe(false);
    scanned += 1;
  }
  return scanned;
}

async function openWorkflows(stack: TestStack): Promise<string[]> {
  const open: string[] = [];
  for await (const execution of stack.client.workflow.list({
    query: 'ExecutionStatus = "Running"',
  })) {
    open.push(execution.workflowId);
  }
  return open;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesUnder(path);
    return entry.isFile() ? [path] : [];
  });
}

/** All strings and payload bytes of a protobuf message. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return `${value}\n`;
  if (value instanceof Uint8Array) return `${Buffer.from(value).toString('utf8')}\n`;
  if (typeof value !== 'object' || value === null) return '';
  return Object.values(value).map(textOf).join('');
}
