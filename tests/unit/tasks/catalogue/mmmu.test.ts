import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { aggregate } from '../../../../core/aggregations/aggregate.ts';
import { loadTask } from '../../../../tasks/load-task.ts';
import { scoreFixture } from './score-fixture.ts';

test('mmmu_val shows pictures where they are named and scores choices and open questions', async () => {
  const scored = await scoreFixture('mmmu', 'mmmu_val', [
    '(B)',
    'The answer is A.',
    'The area is 12.50',
    'So there are three.',
    'I do not know',
    'Of those four it must surely be Hadrian',
  ]);
  expect(scored.parts).toEqual([
    ['image', 'text'],
    ['text', 'image', 'text', 'image', 'text'],
    ['text', 'image', 'text'],
    ['image', 'text'],
    ['text', 'image', 'text', 'image', 'text'],
    ['image', 'text'],
  ]);
  expect(scored.prompts[0]).toBe(
    "What is the total of the invoice?\nA. $10\nB. $20\nC. $30\nD. $40\n\nAnswer with the option's letter from the given choices directly.",
  );
  expect(scored.prompts[3]).toBe(
    'How many beats are there?\n\nAnswer the question using a single word or phrase.',
  );
  expect(scored.rows[3]).toMatchObject({
    target: "['3', 'three']",
    filtered: 'So there are three.',
  });
  const record = {
    id: 'validation_Math_3',
    subdomain: 'Math',
    question_type: 'open',
    answer: '12.5',
    parsed_pred: [[12.5]],
  };
  expect(scored.rows[2]?.metrics).toEqual({
    mmmu_acc: record,
    mmmu_acc_pass_at_k: record,
    submission: { validation_Math_3: '12.5' },
  });
  expect(scored.rows[1]?.metrics['mmmu_acc']).toMatchObject({ subdomain: 'Art_Theory' });
  expect(scored.rows[4]).toMatchObject({
    status: 'unparsed',
    metrics: { mmmu_acc: { parsed_pred: [''] } },
  });
  expect(scored.rows.filter((row) => row.status === 'ok')).toHaveLength(5);
  // All but the one without an answer, which counts as wrong and not as a guess.
  expect(scored.metrics).toMatchObject({ 'mmmu_acc,none': 0.83333, 'mmmu_acc_n,none': 6 });
  expect(scored.metrics).not.toHaveProperty('submission,none');
});

const ANSWERS = ['(B)', 'A', '12.5', 'three', 'B', 'C'];

test('mmmu_test shows its pictures first and keeps what the server takes', async () => {
  const { parts, prompts, rows, metrics } = await scoreFixture('mmmu', 'mmmu_test', ANSWERS);
  expect(parts[1]).toEqual(['image', 'image', 'text']);
  expect(prompts[0]).toBe(
    '<image 1> What is the total of the invoice?\nA. $10\nB. $20\nC. $30\nD. $40\n\n',
  );
  expect(rows[2]?.metrics['submission']).toEqual({ validation_Math_3: '12.5' });
  expect(metrics).toMatchObject({ 'submission,none': 'N/A', 'submission_n,none': 6 });
});

test('mmmu_val_qwen asks in the layout of Qwen3-VL', async () => {
  const { parts, prompts } = await scoreFixture('mmmu', 'mmmu_val_qwen', ANSWERS);
  expect(parts[1]).toEqual(['image', 'image', 'text']);
  expect(prompts[0]).toBe(
    'Question: <image 1> What is the total of the invoice?\nOptions:\nA. $10\nB. $20\nC. $30\nD. $40\nAnswer with the option letter only.',
  );
  expect(prompts[3]).toMatch(/\nOptions:\n\nPlease answer the question directly\.$/);
});

test('mmmu_val_pass64 asks 64 times, and one right answer of those taken is enough', () => {
  const config = loadTask(resolve('tasks/mmmu/mmmu_val_pass64.yaml'));
  expect(config.repeats).toBe(64);
  expect(config.filter_list.map(({ name }) => name)).toEqual([
    'maj@64',
    'maj@8',
    'pass@64',
    'pass@8',
  ]);
  const choice = { question_type: 'multiple-choice', answer: 'B', parsed_pred: ['A', '', 'B'] };
  const open = { question_type: 'open', answer: '12.5', parsed_pred: [[3], [12.5]] };
  const wrong = { question_type: 'multiple-choice', answer: 'B', parsed_pred: ['A', 'C'] };
  expect(aggregate('mmmu_pass_at_k', [choice, open, wrong, wrong])).toBe(0.5);
  expect(aggregate('mmmu_accuracy', [choice, open, wrong, wrong])).toBe(0);
  expect(config.metric_list).toMatchObject([{ metric: 'mmmu_acc', aggregation: 'mmmu_pass_at_k' }]);
});

test('mmmu_val_group_img shows one sheet of all pictures and numbers the options in brackets', async () => {
  const scored = await scoreFixture('mmmu', 'mmmu_val_group_img', ANSWERS);
  expect(scored.parts.every((parts) => parts.join() === 'image,text')).toBe(true);
  expect(scored.prompts[0]).toMatch(
    /\n\(A\) \$10\n\(B\) \$20\n\(C\) \$30\n\(D\) \$40\n\nAnswer with/,
  );
  expect(scored.prompts[3]).toMatch(/\?\nAnswer the question using a single word or phrase\.$/);
  expect(scored.metrics).toMatchObject({ 'mmmu_acc,none': 1, 'mmmu_acc_n,none': 6 });
});

test('mmmu_test_group_img keeps what the server takes', async () => {
  const { rows, metrics } = await scoreFixture('mmmu', 'mmmu_test_group_img', ANSWERS);
  expect(rows[0]?.metrics['submission']).toEqual({ validation_Accounting_1: 'B' });
  expect(metrics['mmmu_acc,none']).toBeUndefined();
});
