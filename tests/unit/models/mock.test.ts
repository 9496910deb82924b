import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, expect, test } from 'vitest';

import { mockFactory, mockLeasedFactory } from '../../../activities/models/mock/mock-factory.ts';
import type { ModelArguments } from '../../../activities/models/model-adapter.ts';
import { modelContext } from '../../support/model-context.ts';
import { textRequest } from '../../support/requests.ts';

const folder = await mkdtemp(join(tmpdir(), 'assay-mock-'));
afterAll(() => rm(folder, { recursive: true }));
const never = () => new AbortController().signal;

const loaded = async (args: ModelArguments) => {
  const adapter = await mockFactory.create(args, modelContext());
  await adapter.load(never());
  return adapter;
};
const ask = async (args: ModelArguments, prompt: string, parameters = {}) =>
  (await (await loaded(args)).generate(textRequest(prompt, parameters), never())).text;

const CHOICES = 'Which colour?\nA. red\nB. blue\nC. green';

test('each mode answers in its way', async () => {
  expect(await ask({ mode: 'echo' }, 'Say this.')).toBe('Say this.');
  expect(await ask({ mode: 'constant', response: 'yes' }, '?')).toBe('yes');
  expect(await ask({ mode: 'first_choice' }, CHOICES)).toBe('A');
  expect(await ask({ mode: 'hash' }, CHOICES)).toMatch(/^[ABC]$/);
  expect(await ask({ mode: 'hash' }, 'How many?')).toMatch(/^[0-9]$/);
});

test('hashed answers are spread over the choices', async () => {
  const adapter = await loaded({});
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, index) =>
      adapter.generate(textRequest(`${index}: ${CHOICES}`), never()),
    ),
  );
  expect(new Set(answers.map(({ text }) => text))).toEqual(new Set(['A', 'B', 'C']));
});

test('sampling differs by seed, greedy decoding does not', async () => {
  const sampled = new Set<string>();
  const greedy = new Set<string>();
  for (let seed = 0; seed < 20; seed += 1) {
    sampled.add(await ask({}, CHOICES, { temperature: 1, seed }));
    greedy.add(await ask({}, CHOICES, { temperature: 0, seed }));
  }
  expect(sampled.size).toBeGreaterThan(1);
  expect(greedy.size).toBe(1);
});

test('an answer ends at the token limit and says so', async () => {
  const adapter = await loaded({ mode: 'echo' });
  const result = await adapter.generate(textRequest('one two three', { maxNewTokens: 2 }), never());
  expect(result).toMatchObject({
    text: 'one two',
    finishReason: 'length',
    usage: { outputTokens: 2 },
  });
});

test('a script is played by the first line that fits', async () => {
  const script = join(folder, 'script.jsonl');
  const lines = [
    { match: 'poison', error: 'context-too-long' },
    { match: 'colour', continuation: ' red', logprob: -0.5 },
    { match: 'colour', logprob: -4 },
    { match: 'colour', response: 'blue' },
    { response: 'something' },
  ];
  await writeFile(script, lines.map((line) => JSON.stringify(line)).join('\n'));
  const args = { mode: 'script', script };
  expect(await ask(args, 'Which colour?')).toBe('blue');
  expect(await ask(args, 'Which shape?')).toBe('something');
  await expect(ask(args, 'a poison')).rejects.toMatchObject({ code: 'context-too-long' });
  const adapter = await loaded(args);
  const { messages } = textRequest('Which colour?');
  const score = (continuation: string) =>
    adapter.logLikelihood!({ id: 'task/0/0/0', messages, continuation }, never());
  expect(await score(' red')).toMatchObject({ logLikelihood: -0.5, isGreedy: true });
  expect(await score(' blue')).toMatchObject({ logLikelihood: -4, isGreedy: false });
});

test('lines for one document go before those for all', async () => {
  const script = join(folder, 'by-id.jsonl');
  const lines = [
    { response: 'all' },
    { id: 'a/1', response: 'second' },
    { id: 'a/1/1', response: 'again' },
    { id: 'b', response: 'task b' },
  ];
  await writeFile(script, lines.map((line) => JSON.stringify(line)).join('\n'));
  const adapter = await loaded({ mode: 'script', script });
  const answers = ['a/0/0', 'a/1/0', 'a/1/1', 'b/7/0', 'a/11/0'].map(async (id) => {
    const { text } = await adapter.generate({ ...textRequest('Which?'), id }, never());
    return text;
  });
  expect(await Promise.all(answers)).toEqual(['all', 'second', 'again', 'task b', 'all']);
});

test('a script that is missing or broken is told by file and line', async () => {
  const broken = join(folder, 'broken.jsonl');
  await writeFile(broken, '{"response":"a"}\n{"resp\n');
  const identify = (args: ModelArguments) => mockFactory.identify(args, modelContext());
  await expect(identify({ mode: 'script' })).rejects.toThrow(/pass script=PATH/);
  await expect(identify({ mode: 'script', script: join(folder, 'none') })).rejects.toThrow(/none/);
  await expect(identify({ mode: 'script', script: broken })).rejects.toThrow(/Line 2 of/);
});

test('failures are decided by request and attempt, the same in every run', async () => {
  const outcomes = async () => {
    const adapter = await loaded({ fail_rate: 0.4, fail_seed: 5 });
    const seen: boolean[] = [];
    for (let index = 0; index < 40; index += 1) {
      const request = textRequest('?', {}, `task/${index % 20}/0`);
      seen.push(
        await adapter.generate(request, never()).then(
          () => true,
          () => false,
        ),
      );
    }
    return seen;
  };
  const first = await outcomes();
  expect(await outcomes()).toEqual(first);
  expect(new Set(first).size).toBe(2);
  expect(first.slice(0, 20)).not.toEqual(first.slice(20));
});

test('a poison document kills the process', () => {
  const program = `
    import { createMockAdapter } from './activities/models/mock/mock-adapter.ts';
    import { readMockSettings } from './activities/models/mock/mock-settings.ts';
    import { textRequest } from './tests/support/requests.ts';
    const adapter = createMockAdapter(readMockSettings({ crash_on: 'poison' }));
    await adapter.generate(textRequest('a poison pill'), new AbortController().signal);
    console.log('survived');`;
  const { signal, stdout } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', program],
    { encoding: 'utf8' },
  );
  expect({ signal, stdout }).toEqual({ signal: 'SIGKILL', stdout: '' });
});

test('identity follows what decides the answers; the leased twin has its own', async () => {
  const key = async (args: ModelArguments) =>
    (await mockFactory.identify(args, modelContext())).modelKey;
  expect(await key({ latency_ms: 5 })).toBe(await key({}));
  expect(await key({ mode: 'echo' })).not.toBe(await key({}));
  const leased = await mockLeasedFactory.identify({}, modelContext());
  expect(leased.modelKey).not.toBe(await key({}));
  expect([mockFactory.placement, mockLeasedFactory.placement]).toEqual(['endpoint', 'leased']);
});
