import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JsonObject } from '../../../core/json.ts';
import { explain, until } from '../../support/cli-process.ts';
import { createCliStack, jsonLines, type CliStack } from '../../support/cli-stack.ts';

let stack: CliStack;
beforeAll(async () => {
  stack = await createCliStack();
});
afterAll(() => stack.dispose());

/** A run that takes `seconds` when nobody disturbs it. */
const evaluation = (runId: string, seconds: number) => [
  'eval',
  '--model',
  'mock',
  '--model_args',
  'latency_ms=250,num_concurrent=1',
  '--tasks',
  'shapes_mc',
  '--limit',
  String(seconds * 4),
  '--run_id',
  runId,
];
const show = async (runId: string) =>
  JSON.parse((await stack.run(0, 'runs', 'show', runId, '--json')).stdout) as JsonObject;
const hasAnswers = (runId: string) =>
  until(`answers of ${runId}`, async () => Number((await show(runId))['done']) > 0);

test('Ctrl-C once leaves the run alone: exit 130, the stack lives, the run is listed and can be cancelled', async () => {
  const running = stack.start(...evaluation('left-alone', 60));
  await until('the first line', () => running.stderr().includes('Run left-alone'));
  const before = await stack.status();
  // As a terminal does: to every process of the foreground group.
  running.signal('SIGINT', 'group');
  const left = await running.result;
  expect(left.code, explain(left)).toBe(130);
  expect(left.stderr).toContain('assay runs show left-alone --wait');
  expect(left.stderr).toContain('assay runs cancel left-alone');

  const after = await stack.status();
  expect(after).toEqual({ ...before, problems: [] });
  expect(after.state).toBe('running');
  const { done } = await show('left-alone');
  await until(
    'more answers',
    async () => Number((await show('left-alone'))['done']) > Number(done),
  );
  const listed = JSON.parse((await stack.run(0, 'runs', '--json')).stdout) as JsonObject[];
  expect(listed[0]).toMatchObject({ runId: 'left-alone', status: 'running', total: 240 });

  await stack.run(0, 'runs', 'cancel', 'left-alone');
  const waited = await stack.run(4, 'runs', 'show', 'left-alone', '--wait');
  expect(waited.stderr).toContain('assay runs resume left-alone');
  expect(await show('left-alone')).toMatchObject({ status: 'cancelled' });
});

test('Ctrl-C while the stack starts leaves no half of it that the next command cannot use', async () => {
  await stack.run(0, 'server', 'stop');
  const running = stack.start(...evaluation('too-early', 2));
  await until('the start', () => running.stderr().includes('Starting the Temporal server'));
  running.signal('SIGINT', 'group');
  const left = await running.result;
  expect(left.code, explain(left)).not.toBe(0);
  await stack.run(0, ...evaluation('in-time', 1));
  expect(await stack.status()).toMatchObject({ state: 'running', problems: [] });
});

test('pause stops the counting, continue takes it up, set-concurrency speeds it up', async () => {
  const running = stack.start(...evaluation('steered', 60), '--json');
  await until('the start', () => running.stdout().includes('"started"'));
  await hasAnswers('steered');
  await stack.run(0, 'runs', 'pause', 'steered');
  await until('the pause', async () => (await show('steered'))['status'] === 'paused');
  await stack.run(0, 'runs', 'set-concurrency', 'steered', '200');
  await stack.run(0, 'runs', 'continue', 'steered');
  const ended = await running.result;
  expect(ended.code, explain(ended)).toBe(0);
  const events = jsonLines(ended);
  expect(events.some(({ status }) => status === 'paused')).toBe(true);
  expect(JSON.stringify(events.at(-1)!['results'])).toContain('"ok":240');
  // One call at a time would have taken a minute.
  expect(Number(events.findLast(({ event }) => event === 'progress')!['elapsedMs'])).toBeLessThan(
    50_000,
  );
});

test('an unknown run, a wrong number and a run that is over are answered with a sentence', async () => {
  const unknown = await stack.run(2, 'runs', 'pause', 'no-such-run');
  expect(unknown.stderr).toMatch(/^error: .*no-such-run.*assay runs list/m);
  const number = await stack.run(2, 'runs', 'set-concurrency', 'steered', 'many');
  expect(number.stderr).toMatch(/^error: .*"many"/m);
  const over = await stack.start('runs', 'pause', 'steered').result;
  expect(over.code, explain(over)).toBeGreaterThan(0);
  expect(over.stderr).toMatch(/^error: .*steered/m);
  expect(over.stderr).not.toContain('internal error');
});
