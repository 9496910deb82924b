import { expect, test } from 'vitest';
import { aggregate } from '../../../../core/aggregations/aggregate.ts';
import type { JsonValue } from '../../../../core/json.ts';
import { judge_prompt, process_results } from '../../../../tasks/mmbench/mmbench.ts';
import { parseMmbenchChoice } from '../../../../core/extractors/mmbench-choice.ts';
import { scoreFixture } from './score-fixture.ts';

test('mmbench_en_dev counts a question only where every rotation is right', async () => {
  const scored = await scoreFixture('mmbench', 'mmbench_en_dev', [
    'A',
    'The left one.',
    'A',
    'C.',
    'Answer: A',
    'I see a bird somewhere.',
  ]);
  expect(scored.prompts[0]).toBe(
    "There are two pictures. Which picture shows a cat? There are several options:\nA. left one\nB. right one\n\nAnswer with the option's letter from the given choices directly.",
  );
  expect(scored.prompts[2]).toMatch(/^What is written on the sign\? There are/);
  expect(scored.parts[0]).toEqual(['image', 'text']);
  expect(scored.rows[1]).toMatchObject({ target: 'B', filtered: 'The left one.' });
  const record = {
    index: 1_000_007,
    question: 'Which picture shows a cat?',
    answer: 'B',
    prediction: 'The left one.',
    hint: 'There are two pictures.',
    source: 'made',
    split: 'dev',
    category: 'identity_reasoning',
    'L2-category': 'relation_reasoning',
    A: 'right one',
    B: 'left one',
    C: 'nan',
    D: 'nan',
    E: 'nan',
  };
  expect(scored.rows[1]?.metrics).toEqual({ gpt_eval_score: record, submission: record });
  expect(scored.rows.map((row) => row.status)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'unparsed']);
  // Of three questions the first is right in both rotations, the second in two of three.
  expect(scored.metrics['gpt_eval_score,none']).toBeCloseTo(100 / 3, 10);
  expect(scored.metrics['gpt_eval_score_stderr,none']).toBeCloseTo(100 / 3, 10);
});

const OPTIONS = new Map([
  ['A', 'a dog'],
  ['B', 'a cat'],
  ['C', 'a cat on a mat'],
]);

test.each([
  ['A', 'A'],
  ['the option is C', 'C'],
  ['(B)', 'B'],
  ['B, because it purrs', 'B'],
  ['A dog is in the picture', 'A'],
  ['A or B', undefined],
  ['a cat on a mat', undefined],
  ['neither', undefined],
  ['A bird sits there', undefined],
  ['D', undefined],
])('the answer %j to a question of MMBench names %j', (answer, expected) => {
  expect(parseMmbenchChoice(answer, OPTIONS)).toBe(expected);
});

test.each(['mmbench_en_dev_lite', 'mmbench_cn_dev', 'mmbench_cn_dev_lite'])(
  '%s scores as mmbench_en_dev',
  async (task) => {
    const answers = ['A', 'B', 'A', 'C.', 'B', 'I see a bird somewhere.'];
    const { prompts, metrics } = await scoreFixture('mmbench', task, answers);
    expect(prompts[0]).toMatch(
      /^There are two pictures\. Which picture shows a cat\? There are several/,
    );
    // What is absent is left out in every language.
    expect(prompts[2]).toMatch(/^What is written/);
    expect(prompts[0]?.endsWith('请直接使用所提供的选项字母作为答案回答。')).toBe(
      task.includes('_cn_'),
    );
    expect(metrics['gpt_eval_score,none']).toBeCloseTo(200 / 3, 10);
  },
);

test.each(['mmbench_en_test', 'mmbench_cn_test'])(
  '%s keeps what the server takes and has no score',
  async (task) => {
    const { rows, metrics } = await scoreFixture('mmbench', task, ['A', 'B', 'A', 'C', 'B', '']);
    expect(rows[0]?.metrics['submission']).toMatchObject({ index: 7, prediction: 'A', C: 'nan' });
    expect(metrics['submission,none']).toBe('N/A');
  },
);

test('mmbench_cn_cc has neither hints nor splits', async () => {
  const answers = ['A', 'B', '山', '在河边', '(B)'];
  const { prompts, rows, metrics } = await scoreFixture('mmbench', 'mmbench_cn_cc', answers);
  expect(prompts[0]).toBe(
    '这张图片里有什么？ There are several options:\nA. 一只猫\nB. 一只狗\n\n请直接使用所提供的选项字母作为答案回答。',
  );
  expect(Object.keys(rows[0]?.metrics['gpt_eval_score'] as object)).toEqual([
    'index',
    'question',
    'answer',
    'prediction',
    'source',
    'category',
    'A',
    'B',
    'C',
    'D',
    'E',
  ]);
  // The second question names the river where the mountain is right.
  expect(metrics['gpt_eval_score,none']).toBeCloseTo(200 / 3, 10);
});

test.each([
  ['mmbench_ru_dev', 'Выбери правильный вариант ответа буквой.'],
  ['mmbench_ko_dev', '주어진 선택지 중 해당 옵션의 문자로 바로 답하세요.'],
])('%s reads columns in lower case', async (task, request) => {
  const answers = ['A', 'B', 'B', 'a fox', 'no idea'];
  const { prompts, rows, metrics } = await scoreFixture('mmbench', task, answers);
  expect(prompts[2]).toBe(
    `Look at the tail. Which animal is it? There are several options:\nA. a fox\nB. a hen\n\n${request}`,
  );
  expect(rows[0]?.metrics['gpt_eval_score']).toMatchObject({
    'L2-category': 'coarse_perception',
    hint: 'nan',
  });
  expect(metrics['gpt_eval_score,none']).toBeCloseTo(100 / 3, 10);
});

test('mmbench_en_dev_static reads an answer by looser rules where those of MMBench leave it open', async () => {
  const answers = ['**A**', 'Answer: (B).', '[A]', '\\boxed{C}', 'the option is a B', ''];
  const { rows, metrics } = await scoreFixture('mmbench', 'mmbench_en_dev_static', answers);
  expect(rows.map((row) => row.status)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'unparsed']);
  expect(metrics['gpt_eval_score,none']).toBeCloseTo(200 / 3, 10);
});

const ROW = { index: 3, question: 'What is it?', answer: 'B', A: 'a dog', B: 'a cat', C: null };

test('a judge of MMBench is asked only where the answer leaves its option open', () => {
  expect(judge_prompt(ROW, ['B'])).toBeUndefined();
  expect(judge_prompt(ROW, [' '])).toBeUndefined();
  expect(judge_prompt(ROW, ['Some purring thing'])).toMatch(
    /\nQuestion: What is it\?\nA\. a dog\nB\. a cat\nAnswer of the model: Some purring thing\nLetter:$/,
  );
});

test.each([
  ['B', 'B', 100],
  ['(A)', 'A', 0],
  ['Z', undefined, 0],
  ['', undefined, 0],
])('the reply %j of the judge names the option %j', (judgement, judged, score) => {
  const { gpt_eval_score: record, unparsed } = process_results(ROW, ['Some purring thing'], {
    judgement,
  });
  expect((record as { judged?: string }).judged).toBe(judged);
  expect(unparsed).toBe(judged === undefined);
  expect(aggregate('mmbench_circular', [record as JsonValue])).toBe(score);
});
