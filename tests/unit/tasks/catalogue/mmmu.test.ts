import { expect, test } from 'vitest';
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
  expect(scored.metrics).toMatchObject({ 'mmmu_acc,none': 5 / 6, 'mmmu_acc_n,none': 6 });
  expect(scored.metrics).not.toHaveProperty('submission,none');
});
