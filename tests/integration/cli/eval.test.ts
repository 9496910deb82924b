import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JsonObject } from '../../../core/json.ts';
import { explain } from '../../support/cli-process.ts';
import { createCliStack, jsonLines, type CliStack } from '../../support/cli-stack.ts';

const shapes = ['--model', 'mock', '--tasks', 'shapes_mc', '--limit', '4'];

let stack: CliStack;
beforeAll(async () => {
  stack = await createCliStack();
});
afterAll(() => stack.dispose());

test('the flat form starts the stack, evaluates and prints the table with its denominator', async () => {
  const { stdout, stderr } = await stack.run(0, ...shapes);
  expect(stderr).toMatch(/Starting the Temporal server/);
  expect(stdout).toMatch(/shapes_mc \| letter .*exact_match.*±.*\|\s+4 \|/);
  const report = /^Report\s+(\S+)$/m.exec(stdout)![1]!;
  expect(readFileSync(report, 'utf8')).toContain('shapes_mc');
});

test('--json prints one event per line: started, progress, result', async () => {
  const result = await stack.run(0, 'eval', ...shapes, '--json');
  const events = jsonLines(result);
  expect(events[0]).toMatchObject({ event: 'started' });
  const { runId } = events[0] as { runId: string };
  const last = events.at(-1)!;
  expect(last).toMatchObject({ event: 'result', runId, status: 'completed' });
  expect(events.filter(({ event }) => event === 'progress').length).toBeGreaterThan(0);
  const { results } = last as { results: JsonObject };
  expect(results['counts']).toMatchObject({ shapes_mc: { ok: 4, failed: 0 } });
});

test('--output_path leaves results, samples and report under the names that lmms-eval gives', async () => {
  const args = ['eval', ...shapes, '--output_path', 'out', '--model_args', 'name=small/one'];
  const { stdout } = await stack.run(0, ...args);
  const folder = join(stack.folder, 'out', 'mock');
  const names = readdirSync(folder).sort();
  expect(names.map((name) => name.replace(/^\d{8}_\d{6}_/, ''))).toEqual([
    'report.html',
    'results.json',
    'samples_shapes_mc.jsonl',
  ]);
  for (const name of names) expect(stdout).toContain(join(folder, name));
  const results = JSON.parse(readFileSync(join(folder, names[1]!), 'utf8')) as JsonObject;
  expect(Object.keys(results['results'] as JsonObject)).toEqual(['shapes_mc']);
  expect(readFileSync(join(folder, names[2]!), 'utf8').trim().split('\n')).toHaveLength(4);
});

test('--detach prints the run id alone and leaves; runs show --wait brings the end', async () => {
  const slow = ['--model_args', 'latency_ms=300,num_concurrent=1', '--detach'];
  const { stdout, stderr } = await stack.run(0, 'eval', ...shapes, ...slow);
  const runId = stdout.trim();
  expect(runId).toMatch(/^\d{8}-\d{6}-[a-z0-9]+$/);
  expect(stderr).toContain(`assay runs show ${runId} --wait`);
  const shown = await stack.run(0, 'runs', 'show', runId, '--wait', '--json');
  expect(jsonLines(shown).at(-1)).toMatchObject({ event: 'result', runId, status: 'completed' });
  const later = await stack.run(0, 'runs', 'show', runId, '--json');
  expect(JSON.parse(later.stdout)).toMatchObject({ runId, status: 'completed', done: 4, total: 4 });
});

test('a list in a configuration file runs one evaluation after another', async () => {
  writeFileSync(
    join(stack.folder, 'two.yaml'),
    `- env: { TEAM_TOKEN: hidden-value-1 }
  model: mock
  tasks: [shapes_mc]
  limit: 3
- model: mock
  model_args: { mode: constant, response: "\${ANSWER:-B}" }
  tasks: shapes_mc
  limit: 100
`,
  );
  const args = ['eval', '--config', 'two.yaml', '--limit', '5', '--json', '--output_path', 'two'];
  const result = await stack.run(0, ...args);
  const ends = jsonLines(result).filter(({ event }) => event === 'result');
  // What is typed wins over both entries.
  for (const end of ends) expect(JSON.stringify(end)).toMatch(/"effective":5\b/);
  expect(ends).toHaveLength(2);
  const files = readdirSync(join(stack.folder, 'two', 'mock'));
  expect(files.filter((name) => name.endsWith('_results.json'))).toHaveLength(2);
  expect(result.stdout + result.stderr).not.toContain('hidden-value-1');
});

test('rescore makes a second run with the same numbers and asks no model', async () => {
  const first = jsonLines(await stack.run(0, 'eval', ...shapes, '--json')).at(-1)!;
  const again = await stack.run(0, 'rescore', String(first['runId']), '--json');
  const last = jsonLines(again).at(-1) as { runId: string; results: JsonObject };
  expect(last.runId).not.toBe(first['runId']);
  expect(last.results['results']).toEqual((first['results'] as JsonObject)['results']);
  const answers = join(stack.dataDirectory, 'runs', last.runId, 'shapes_mc', 'infer');
  expect(existsSync(answers)).toBe(false);
});

test('a run id is taken once', async () => {
  await stack.run(0, 'eval', ...shapes, '--run_id', 'nightly-1');
  const second = await stack.run(2, 'eval', ...shapes, '--run_id', 'nightly-1');
  expect(second.stderr, explain(second)).toMatch(/error: .*nightly-1.*exists/);
});

test('server start is idempotent, and status names the processes', async () => {
  const before = await stack.status();
  const again = await stack.run(0, 'server', 'start', '--json');
  expect(JSON.parse(again.stdout)).toEqual(before);
  expect(before).toMatchObject({
    state: 'running',
    namespace: 'default',
    dataDirectory: stack.dataDirectory,
    problems: [],
  });
  expect(before.address).toMatch(/^127\.0\.0\.1:\d+$/);
  expect((await fetch(before.uiUrl!)).status).toBe(200);
  for (const { pid } of [before.server!, ...before.workers]) process.kill(pid, 0);
});
