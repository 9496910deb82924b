import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { openDataset } from '../../../../activities/datasets/open-dataset.ts';
import { textOf } from '../../../../core/chat.ts';
import type { EvalDocument } from '../../../../core/document.ts';
import { scoreDocument } from '../../../../core/scoring/score-document.ts';
import { createTask } from '../../../../tasks/create-task.ts';
import { onFixture } from '../../../../tasks/fixture-file.ts';
import { loadFunctions } from '../../../../tasks/load-functions.ts';
import { loadTask } from '../../../../tasks/load-task.ts';

const IMAGES = {
  dataset_name: 'testdev_balanced_images',
  on: 'imageId',
  key: 'id',
  columns: ['image'],
};

test.each([
  {
    file: 'gqa/gqa.yaml',
    join: IMAGES,
    prompt: 'Is it overcast?\nAnswer the question using a single word or phrase.',
    answers: ['No.', 'The woman', 'tshirt', 'Left', 'a cell phone'],
  },
  {
    file: 'gqa/gqa_lite.yaml',
    join: { ...IMAGES, dataset_path: 'lmms-lab/GQA', split: 'testdev' },
    prompt: 'Is it overcast?\nAnswer the question using a single word or phrase.',
    answers: ['No.', 'The woman', 'tshirt', 'Left', 'a cell phone'],
  },
  {
    file: 'gqa/gqa-ru.yaml',
    fixture: 'fixture-gqa-ru.jsonl',
    join: IMAGES,
    prompt: 'Пасмурно?\nОтветь одним словом.',
    answers: ['Нет.', 'это женщина', 'БЕЛАЯ', 'слева', 'белый телефон'],
  },
])('$file compares whole answers, case and punctuation aside', async (given) => {
  const path = resolve('tasks', given.file);
  const config = loadTask(path);
  // Questions and pictures are two tables, which the fixture has joined.
  const { join, ...kwargs } = config.dataset_kwargs ?? {};
  expect(join).toEqual(given.join);
  const task = createTask(config, { functions: await loadFunctions(config) });
  const fixture = given.fixture ?? 'fixture.jsonl';
  const local = onFixture({ ...config, dataset_kwargs: kwargs }, resolve(path, '..', fixture));
  const dataset = await openDataset({ config: local, split: config.test_split ?? '' });
  const documents: EvalDocument[] = [];
  for await (const document of dataset.rows(0, dataset.count)) documents.push(document);
  await dataset.close();
  const rendered = documents.map((document) => task.render(document));
  expect(textOf(rendered[0]!.messages)).toBe(given.prompt);
  expect(rendered[0]!.messages[0]?.content.map(({ type }) => type)).toEqual(['image', 'text']);
  const scores = documents.map((document, doc) => {
    const output = given.answers[doc]!;
    const origin = { usage: {}, attempts: 1, origin: 'fresh', promptSha256: '' } as const;
    const row = {
      doc,
      repeat: 0,
      status: 'ok',
      output,
      docSha256: '',
      mediaSha256: [],
      ...origin,
    } as const;
    const input = {
      task,
      doc,
      document,
      rendered: rendered[doc]!,
      rows: [row],
      reasoningTags: null,
    };
    return scoreDocument(input)[0]?.metrics;
  });
  expect(scores).toEqual([1, 0, 1, 1, 0].map((score) => ({ exact_match: score })));
});
