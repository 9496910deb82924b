import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { readProcessIdentity } from '../../../deploy/dev-server/process-identity.ts';
import { keepWorkers, killAllWorkers } from '../../support/chaos-workers.ts';
import {
  expectEachOnce,
  faultSpec,
  printFigures,
  printLogsOnFailure,
  runToEnd,
  waitUntil,
} from '../../support/fault-runs.ts';
import { startTestStack, type TestStack } from '../../support/test-stack.ts';
import { writeTextTask } from '../../support/text-task.ts';

const DOCUMENTS = 120;
const STAND_IN = resolve('tests/support/stand-in-engine.mjs');

/** A served checkpoint is two processes that can die: the engine, and the worker that started it. */
describe('a run on a served engine', () => {
  let stack: TestStack | undefined;
  printLogsOnFailure(() => stack!);
  afterEach(async () => {
    await stack?.stop();
    stack = undefined;
  });

  const start = async (faults: object) => {
    const environment = {
      ASSAY_VLLM_COMMAND: `${process.execPath} ${STAND_IN}`,
      VLLM_STANDIN: JSON.stringify(faults),
      HF_HUB_OFFLINE: '1',
    };
    stack = await startTestStack({ environment });
    const include = writeTextTask(stack.folder, { name: 'letters', documents: DOCUMENTS });
    return {
      stack,
      spec: faultSpec(stack, {
        model: { id: 'vllm', args: { model: 'org/tiny', num_concurrent: 4, max_retries: 1 } },
        tasks: ['letters'],
        includePaths: [include],
      }),
    };
  };

  const engines = (folder: string) =>
    readdirSync(join(folder, 'engines'))
      .filter((name) => name.endsWith('.engine.json'))
      .map(
        (name) =>
          JSON.parse(readFileSync(join(folder, 'engines', name), 'utf8')) as {
            readonly leader: { readonly pid: number };
          },
      );

  test('goes on when the engine dies again and again', async () => {
    const { stack: own, spec } = await start({ dieAfter: 50 });
    const run = await runToEnd(own, spec);
    expect(run.result.status).toBe('completed');
    const rows = await expectEachOnce(own, run.runId, 'letters', DOCUMENTS);
    expect(rows.filter((row) => row.status !== 'ok')).toEqual([]);
    const starts = readdirSync(join(own.folder, 'engines')).filter((name) => name.endsWith('.log'));
    expect(starts.length).toBeGreaterThanOrEqual(3);
    expect(engines(own.folder)).toEqual([]);
    printFigures('engine deaths', { starts: starts.length, tookMs: run.tookMs });
  });

  test('ends the engine of a killed worker, and goes on with its own', async () => {
    const { stack: own, spec } = await start({ latencyMs: 400 });
    await own.evaluations.start(spec);
    await waitUntil('the inference', async () => {
      return (await own.evaluations.progress(spec.runId)).inFlight > 0;
    });
    const [orphan] = engines(own.folder);
    await killAllWorkers(own);
    expect(readProcessIdentity(orphan!.leader.pid)).toBeDefined();
    await keepWorkers(own, 1);
    const result = await own.evaluations.result(spec.runId);
    expect(result.status).toBe('completed');
    expect(readProcessIdentity(orphan!.leader.pid)).toBeUndefined();
    await expectEachOnce(own, spec.runId, 'letters', DOCUMENTS);
    expect(engines(own.folder)).toEqual([]);
  });

  test('fails with the engine’s own words when it cannot start', async () => {
    const { stack: own, spec } = await start({ exitAtStart: true });
    const { result } = await runToEnd(own, spec);
    expect(result.status).toBe('failed');
    expect(JSON.stringify(result.results)).toContain('the checkpoint has no config.json');
  });
});
