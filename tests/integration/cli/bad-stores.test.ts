import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../../core/json.ts';
import { until } from '../../support/cli-process.ts';
import { createCliStack, errorSentence } from '../../support/cli-stack.ts';
import { mayMount, mountSmallDisk } from '../../support/fault-tmpfs.ts';
import { S3_START_TIMEOUT_MS, startS3Server } from '../../support/s3-server.ts';

const evaluation = ['eval', '--model', 'mock', '--tasks', 'shapes_mc', '--limit', '6'];

test(
  'S3 without permission: refused at once in the shell, named by the workers, mended by their restart',
  { timeout: S3_START_TIMEOUT_MS },
  async () => {
    const s3 = await startS3Server();
    const stack = await createCliStack();
    const wrong = { ...s3.environment, AWS_SECRET_ACCESS_KEY: 'not-the-secret-key' };
    const args = [...evaluation, '--store', s3.url];
    try {
      await stack.runWith(wrong, 0, 'server', 'start');
      const here = await stack.runWith(wrong, 3, ...args);
      expect(errorSentence(here)).toMatch(/assay-test.*(AWS_|credentials|permission)/i);
      expect(here.stderr).not.toContain('not-the-secret-key');

      // The shell may write now, the workers still may not.
      const there = await stack.runWith(s3.environment, 3, ...args);
      expect(errorSentence(there)).toMatch(/assay-test.*(AWS_|credentials|permission)/i);
      const runId = /`assay runs resume (\S+) /.exec(there.stderr)![1]!;
      const listed = await stack.runWith(s3.environment, 0, 'runs', 'list', '--json');
      const runs = JSON.parse(listed.stdout) as JsonObject[];
      expect(runs.map((run) => [run['runId'], run['status']])).toEqual([[runId, 'failed']]);

      await stack.run(0, 'server', 'stop');
      await stack.runWith(s3.environment, 0, 'server', 'start');
      const resume = ['runs', 'resume', runId, '--retry_failed', '--wait'];
      const resumed = await stack.runWith(s3.environment, 0, ...resume);
      expect(resumed.stdout).toContain('exact_match');
    } finally {
      await stack.dispose();
      await s3.stop();
    }
  },
);

test('a full disk under the data folder: one sentence, and the same command works on a larger one', async () => {
  const root = mkdtempSync(join(tmpdir(), 'assay-cli-disk-'));
  const dataDirectory = join(root, 'small');
  mkdirSync(dataDirectory);
  const disk = mountSmallDisk(dataDirectory, 2);
  if ('refusal' in disk) {
    // Only a privileged process may mount; the refusal must have been for that reason.
    expect(mayMount(), disk.refusal).toBe(false);
    rmSync(root, { recursive: true });
    return;
  }
  try {
    const stack = await createCliStack({ dataDirectory });
    try {
      const full = await stack.run(3, ...evaluation);
      expect(errorSentence(full)).toMatch(/disk that holds .*small.* is full.*Free some space/);
      disk.resize(96);
      await stack.run(0, ...evaluation);

      // Full in the middle: a run in flight must not end as complete.
      const filler = join(dataDirectory, 'filler');
      const slow = ['--model_args', 'latency_ms=200,num_concurrent=1', '--run_id', 'on-full-disk'];
      const running = stack.start(...evaluation, ...slow, '--limit', '30');
      await until('progress', () => running.stderr().includes('on-full-disk:'));
      fill(filler);
      // Long enough for every store and the database to have met it.
      await delay(3_000);
      rmSync(filler);
      disk.resize(256);
      const ended = await running.result;
      const resume = ['runs', 'resume', 'on-full-disk', '--retry_failed', '--wait'];
      if (ended.code !== 0) await stack.run(0, ...resume);
      const results = join(dataDirectory, 'runs', 'on-full-disk', 'results.json');
      const { counts } = JSON.parse(readFileSync(results, 'utf8')) as JsonObject;
      expect(counts).toMatchObject({ shapes_mc: { ok: 30, failed: 0 } });
    } finally {
      await stack.dispose();
    }
  } finally {
    disk.unmount();
    rmSync(root, { recursive: true, force: true });
  }
});

/** Takes every byte that is left. */
function fill(path: string): void {
  const chunk = Buffer.alloc(1 << 20, 1);
  for (let size = chunk.length; size >= 4096; size >>= 1) {
    try {
      for (;;) writeFileSync(path, chunk.subarray(0, size), { flag: 'a' });
    } catch {
      // Full for pieces of this size.
    }
  }
}
