import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commandLines, createCliStack, type CliStack } from '../../support/cli-stack.ts';
import { explain } from '../../support/cli-process.ts';
import { startFakeEndpoint, type FakeEndpoint } from '../../support/fake-endpoint.ts';
import { writeTextTask } from '../../support/text-task.ts';

const SECRET = 'sk-live-9b1f27c4e85d';

let stack: CliStack;
let endpoint: FakeEndpoint;
let args: readonly string[];
beforeAll(async () => {
  stack = await createCliStack();
  endpoint = await startFakeEndpoint({ apiKey: SECRET, latencyMs: 20 });
  const folder = writeTextTask(stack.folder, { name: 'questions', documents: 8 });
  const model = ['--model', 'openai', '--model_args'];
  model.push(`model=fake-model,base_url=${endpoint.baseUrl},max_retries=1`);
  args = ['eval', ...model, '--tasks', 'questions', '--include_path', folder];
  await stack.run(0, 'server', 'start');
});
afterAll(async () => {
  await stack.dispose();
  await endpoint.stop();
});

/** Every file below a folder, the server's database and its write-ahead log among them. */
function files(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

test('a key that is set in the shell alone reaches workers that ran before, and nothing else', async () => {
  const command = [...args, '--output_path', 'results', '--json'];
  const running = stack.start(...command);
  expect((await running.result).code, explain(await running.result)).toBe(3);

  const lines: string[] = [];
  const watch = setInterval(() => lines.push(...commandLines().map(({ line }) => line)), 100);
  const passed = await stack.runWith({ OPENAI_API_KEY: SECRET }, 0, ...command);
  clearInterval(watch);

  const secretsFile = join(stack.dataDirectory, 'secrets.json');
  expect(JSON.parse(readFileSync(secretsFile, 'utf8'))).toEqual({ OPENAI_API_KEY: SECRET });
  expect(statSync(secretsFile).mode & 0o777).toBe(0o600);

  expect(passed.stdout + passed.stderr).not.toContain(SECRET);
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.filter((line) => line.includes(SECRET))).toEqual([]);
  const all = files(stack.folder);
  expect(all.some((path) => path.endsWith('temporal.db'))).toBe(true);
  expect(all.some((path) => path.endsWith('results.json'))).toBe(true);
  const leaks = all.filter((path) => readFileSync(path).includes(SECRET));
  expect(leaks).toEqual([secretsFile]);
});

test('secrets of several evaluations stay side by side, and a new value takes the place of the old', async () => {
  const secretsFile = join(stack.dataDirectory, 'secrets.json');
  const read = () => JSON.parse(readFileSync(secretsFile, 'utf8')) as Record<string, string>;
  await stack.runWith({ OPENAI_API_KEY: 'sk-old-value', HF_TOKEN: 'hf-token-1' }, 3, ...args);
  expect(read()).toEqual({ OPENAI_API_KEY: 'sk-old-value', HF_TOKEN: 'hf-token-1' });
  await stack.runWith({ OPENAI_API_KEY: SECRET }, 0, ...args);
  expect(read()).toEqual({ OPENAI_API_KEY: SECRET, HF_TOKEN: 'hf-token-1' });
  expect(statSync(secretsFile).mode & 0o777).toBe(0o600);
});

test('a key that a configuration file takes from another variable reaches them as well', async () => {
  writeFileSync(
    join(stack.folder, 'team.yaml'),
    `env: { QUESTIONS_KEY: "\${TEAM_KEY}" }
model: openai
model_args: { model: fake-model, base_url: "${endpoint.baseUrl}", api_key: "\${QUESTIONS_KEY}" }
tasks: questions
include_path: questions
`,
  );
  const result = await stack.runWith({ TEAM_KEY: SECRET }, 0, 'eval', '--config', 'team.yaml');
  expect(result.stdout + result.stderr).not.toContain(SECRET);
  expect(result.stderr).toContain('Config env: QUESTIONS_KEY=********');
  // It did reach them, so nothing is to be said about it.
  expect(result.stderr).not.toContain('keep their own environment');
});

test('an address that is set in the shell alone is the one that its key goes to', async () => {
  const inShell = { OPENAI_BASE_URL: endpoint.baseUrl, OPENAI_API_KEY: SECRET };
  const named = ['eval', '--model', 'openai', '--model_args', 'model=fake-model,max_retries=1'];
  await stack.runWith(inShell, 0, ...named, '--tasks', 'questions', '--include_path', 'questions');
});
