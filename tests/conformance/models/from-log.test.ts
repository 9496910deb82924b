import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll } from 'vitest';

import { findModel } from '../../../activities/models/registry.ts';
import { modelContext } from '../../support/model-context.ts';
import { textRequest } from '../../support/requests.ts';
import { testModelAdapter } from './model-contract.ts';

const folder = await mkdtemp(join(tmpdir(), 'assay-from-log-'));
afterAll(() => rm(folder, { recursive: true }));

const lines = (records: readonly object[]) =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('');
const answers = ['A', 'B', 'C', 'D'].map((letter, document) => ({
  doc_id: document,
  filtered_resps: [letter],
}));
await writeFile(join(folder, '20260101_120000_samples_task.jsonl'), lines(answers));
const scores = {
  doc_id: 0,
  filtered_resps: [
    ['-1.5', 'False'],
    ['-0.25', 'True'],
  ],
};
await writeFile(join(folder, '20260101_120000_samples_choices.jsonl'), lines([scores]));

const create = async () => (await findModel('from_log')).create({ logs: folder }, modelContext());

testModelAdapter('from_log', create, {
  logLikelihood: true,
  logLikelihoodId: 'choices/0/0',
  countsTokens: false,
  streams: false,
  failing: async () => {
    const adapter = await create();
    await adapter.load(new AbortController().signal);
    return adapter.generate(textRequest('?', {}, 'task/99/0'), new AbortController().signal);
  },
});
