import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { fromLogFactory } from '../../../activities/models/from-log/from-log-factory.ts';
import { modelContext } from '../../support/model-context.ts';
import { textRequest } from '../../support/requests.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-log-'));
});
afterEach(() => rm(folder, { recursive: true }));
const never = () => new AbortController().signal;

const write = (name: string, records: readonly object[]) =>
  writeFile(join(folder, name), records.map((record) => `${JSON.stringify(record)}\n`).join(''));

const loaded = async (logs = folder) => {
  const adapter = await fromLogFactory.create({ logs }, modelContext());
  await adapter.load(never());
  return async (id: string) => (await adapter.generate(textRequest('?', {}, id), never())).text;
};

test('what the model said counts, not what filters made of it', async () => {
  await write('20260101_120000_samples_mme.jsonl', [
    { doc_id: 0, resps: ['The answer is yes'], filtered_resps: ['yes'] },
    { doc_id: 1, filtered_resps: ['no'] },
    { doc_id: 2, resps: 'bare text', filtered_resps: 'bare' },
  ]);
  const answer = await loaded();
  expect(await answer('mme/0/0')).toBe('The answer is yes');
  expect(await answer('mme/1/0')).toBe('no');
  expect(await answer('mme/2/0')).toBe('bare text');
});

test('repeats and filters keep apart: one answer per repeat, the first line per document', async () => {
  await write('samples_task_with_underscores.jsonl', [
    { doc_id: 0, filter: 'strict', resps: [['a', 'b', 'c']], filtered_resps: ['a'] },
    { doc_id: 0, filter: 'loose', resps: [['x', 'y', 'z']], filtered_resps: ['x'] },
  ]);
  const answer = await loaded();
  expect(await answer('task_with_underscores/0/0')).toBe('a');
  expect(await answer('task_with_underscores/0/2')).toBe('c');
});

test('a single file whose records name their task is enough', async () => {
  await write('anything.jsonl', [{ doc_id: 3, task: 'mme', resps: ['yes'] }]);
  expect(await (await loaded(join(folder, 'anything.jsonl')))('mme/3/0')).toBe('yes');
});

test('log-likelihood pairs are read as numbers and as text', async () => {
  await write('samples_choices.jsonl', [
    {
      doc_id: 0,
      filtered_resps: [
        [-2.5, false],
        [-0.5, true],
      ],
    },
    { doc_id: 1, resps: [[['-1.25', 'True']], [['-inf', 'False']], [['-3', 'False']]] },
  ]);
  const adapter = await fromLogFactory.create({ logs: folder }, modelContext());
  await adapter.load(never());
  const { messages } = textRequest('?');
  const score = async (id: string) =>
    adapter.logLikelihood!({ id, messages, continuation: ' A' }, never());
  expect(await score('choices/0/0/1')).toMatchObject({ logLikelihood: -0.5, isGreedy: true });
  expect(await score('choices/1/0/0')).toMatchObject({ logLikelihood: -1.25, isGreedy: true });
});

test('a missing answer fails its document with a code of its own', async () => {
  await write('samples_mme.jsonl', [{ doc_id: 0, resps: ['yes'] }]);
  const answer = await loaded();
  for (const id of ['mme/1/0', 'mme/0/1', 'other/0/0']) {
    await expect(answer(id)).rejects.toMatchObject({ code: 'artifact-missing' });
  }
});

test('a path without samples, and a line that is none, are told', async () => {
  const identify = (args: object) => fromLogFactory.identify({ ...args }, modelContext());
  await expect(identify({})).rejects.toThrow(/pass logs=PATH/);
  await expect(identify({ logs: folder })).rejects.toThrow(/no samples file under/);
  await expect(identify({ logs: join(folder, 'none') })).rejects.toThrow(/ENOENT/);
  await writeFile(join(folder, 'samples_mme.jsonl'), '{"doc_id":0}\nnot json\n');
  await expect(loaded()).rejects.toThrow(/Line 2 of .*samples_mme\.jsonl/);
});

test('identity changes with the recorded answers', async () => {
  await write('samples_mme.jsonl', [{ doc_id: 0, resps: ['yes'] }]);
  const before = await fromLogFactory.identify({ logs: folder }, modelContext());
  await write('samples_mme.jsonl', [{ doc_id: 0, resps: ['no'] }]);
  const after = await fromLogFactory.identify({ logs: folder }, modelContext());
  expect(after.modelKey).not.toBe(before.modelKey);
});
