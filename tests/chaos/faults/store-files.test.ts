import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EvaluationSpec } from '../../../core/spec.ts';
import {
  expectEachOnce,
  expectNothingRuns,
  faultSpec,
  printFigures,
  printLogsOnFailure,
  resumeToEnd,
  runToEnd,
  stableText,
} from '../../support/fault-runs.ts';
import { mayMount, mountSmallDisk } from '../../support/fault-tmpfs.ts';
import { readLedger } from '../../support/read-ledger.ts';
import { startTestStack, type TestStack } from '../../support/test-stack.ts';
import { writeTextTask } from '../../support/text-task.ts';
import { createStoreCache } from '../../../activities/artifacts/store-cache.ts';

const DOCUMENTS = 300;
/** No wait mends a full disk, so nothing is tried again for minutes. */
const FAILS_FAST_MS = 20_000;

describe('a file store that fails (F8)', () => {
  let stack: TestStack;
  let include: string;
  printLogsOnFailure(() => stack);

  beforeAll(async () => {
    stack = await startTestStack();
    include = writeTextTask(stack.folder, { name: 'letters', documents: DOCUMENTS });
  });
  afterAll(() => stack?.stop());

  const spec = (changes: Partial<EvaluationSpec> = {}) =>
    faultSpec(stack, {
      model: { id: 'mock', args: { mode: 'hash' } },
      tasks: ['letters'],
      includePaths: [include],
      ...changes,
    });

  test('an accepted shard with one changed byte is found out and never scored', async () => {
    const run = await runToEnd(stack, spec());
    expect(run.result.status).toBe('completed');
    const folder = join(fileURLToPath(stack.storeUrl), 'runs', run.runId, 'letters', 'ledger');
    const shards = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
    expect(shards.length).toBeGreaterThan(1);
    const path = join(folder, shards.at(-1)!);
    // Another digit as the answer: still perfect JSON, and a wrong number if it were believed.
    const text = readFileSync(path, 'utf8');
    const changed = text.replace(/"output":"(\d)"/, (_, digit: string) => {
      return `"output":"${(Number(digit) + 1) % 10}"`;
    });
    expect(changed).not.toBe(text);
    writeFileSync(path, changed);

    const { runId } = await stack.evaluations.rescore(run.runId, {});
    const result = await stack.evaluations.result(runId);
    expect(result.status).toBe('failed');
    expect(result.failures.map(({ code }) => code)).toEqual(['artifact-corrupt']);
    expect(result.failures[0]!.message).toContain(shards.at(-1)!);
    expect(result.results['results']).toEqual({});

    writeFileSync(path, text);
    const restored = await resumeToEnd(stack, runId);
    expect(restored.result.results['results']).toEqual(run.result.results['results']);
    printFigures('F8 changed byte', { shards: shards.length, code: result.failures[0]!.code });
  });

  test('a full disk fails the run with the remedy, and a larger one lets it resume', async () => {
    const disk = mountSmallDisk(join(stack.folder, 'small-disk'), 1);
    if ('refusal' in disk) {
      console.error(`Cannot try a full disk, mounting one was refused: ${disk.refusal}`);
      expect(mayMount()).toBe(false);
      return;
    }
    try {
      const store = createStoreCache()(pathToFileURL(join(disk.path, 'store')).href);
      const large = { documents: DOCUMENTS, mark: () => 'long question '.repeat(100) };
      const long = writeTextTask(stack.folder, { name: 'long_letters', ...large });
      const model = { id: 'mock', args: { mode: 'echo', latency_ms: 5, num_concurrent: 8 } };
      const tasks = { tasks: ['long_letters'], includePaths: [long], generation: { until: [] } };
      const undisturbed = await runToEnd(stack, spec({ model, ...tasks }));
      expect(undisturbed.result.status).toBe('completed');

      const full = await runToEnd(stack, spec({ model, ...tasks, store: store.url }));
      expect(full.result.status).toBe('failed');
      expect(full.result.failures.map(({ code }) => code)).toEqual(['store-full']);
      expect(full.result.failures[0]!.message).toMatch(/full \(ENOSPC\)\. Free space .* resume/);
      expect(full.tookMs).toBeLessThan(FAILS_FAST_MS);
      await expectNothingRuns(stack, full.runId, ['long_letters']);
      const usedBytes = bytesBelow(disk.path);

      disk.resize(64);
      const resumed = await resumeToEnd(stack, full.runId);
      expect(resumed.result.status).toBe('completed');
      await expectEachOnce({ store }, full.runId, 'long_letters', DOCUMENTS);
      expect(stableText(resumed)).toBe(stableText(undisturbed));
      printFigures('F8 disk full', {
        usedBytes,
        failedAfterMs: full.tookMs,
        resumedMs: resumed.tookMs,
        rows: (await readLedger(store, full.runId, 'long_letters')).length,
      });
    } finally {
      disk.unmount();
    }
  });
});

function bytesBelow(folder: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}
