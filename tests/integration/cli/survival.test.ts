import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JsonObject } from '../../../core/json.ts';
import { explain, until } from '../../support/cli-process.ts';
import { createCliStack, jsonLines, type CliStack } from '../../support/cli-stack.ts';

let stack: CliStack;
beforeAll(async () => {
  stack = await createCliStack();
  await stack.run(0, 'server', 'start');
});
afterAll(() => stack.dispose());

const evaluation = (runId: string) => [
  'eval',
  '--model',
  'mock',
  '--model_args',
  'latency_ms=250,num_concurrent=2',
  '--tasks',
  'shapes_mc',
  '--limit',
  '40',
  '--run_id',
  runId,
  '--json',
];

/** Answers counted so far by the command that watches. */
const hasAnswers = (stdout: string) => /"done":[1-9]/.test(stdout);

test('a worker killed during a detached run: server start replaces it and the run goes on', async () => {
  await stack.run(0, ...evaluation('headless'), '--detach');
  await until('answers', async () => {
    const shown = await stack.run(0, 'runs', 'show', 'headless', '--json');
    return Number((JSON.parse(shown.stdout) as JsonObject)['done']) > 0;
  });
  const before = await stack.status();
  process.kill(before.workers[0]!.pid, 'SIGKILL');
  await until('the death', async () => (await stack.status()).state === 'degraded');
  const broken = await stack.start('server', 'status').result;
  expect(broken.code, explain(broken)).toBe(3);
  expect(broken.stderr).toContain('assay server start');

  await stack.run(0, 'server', 'start');
  const after = await stack.status();
  expect(after.state).toBe('running');
  expect(after.server!.pid).toBe(before.server!.pid);
  expect(after.workers.map(({ pid }) => pid)).not.toContain(before.workers[0]!.pid);
  const waited = await stack.run(0, 'runs', 'show', 'headless', '--wait', '--json');
  expect(JSON.stringify(jsonLines(waited).at(-1)!['results'])).toContain('"ok":40');
});

test('every worker and the server killed under a running eval: it brings them back and ends with all documents', async () => {
  const running = stack.start(...evaluation('bereft'));
  await until('answers', () => hasAnswers(running.stdout()));
  const before = await stack.status();
  for (const { pid } of [...before.workers, before.server!]) process.kill(pid, 'SIGKILL');
  const ended = await running.result;
  expect(ended.code, `${explain(ended)}\n${stack.logs()}`).toBe(0);
  const last = jsonLines(ended).at(-1)!;
  expect(last).toMatchObject({ event: 'result', status: 'completed' });
  expect((last['results'] as JsonObject)['counts']).toEqual({
    shapes_mc: { ok: 40, unparsed: 0, refused: 0, failed: 0, skipped: 0 },
  });
  const after = await stack.status();
  expect(after.state).toBe('running');
  expect(after.server!.pid).not.toBe(before.server!.pid);
});
