import { expect, test } from 'vitest';
import { scoreFixture } from './score-fixture.ts';

const ANSWERS = ['A', '(b', 'Answer: C', 'The answer is D.', 'a cat', ''];
const QUESTION =
  'Which option describes the image?\nOptions: A: a cat, B: a dog, C: a fish, D: a bird';

test('mmstar reads the letter in front or after a known lead-in, and weighs its categories alike', async () => {
  const { prompts, parts, rows, metrics } = await scoreFixture('mmstar', 'mmstar', ANSWERS);
  expect(prompts[0]).toBe(
    `${QUESTION}\nAnswer with the option's letter from the given choices directly`,
  );
  expect(parts[0]).toEqual(['image', 'text']);
  const record = { question_id: 1, l2_category: 'image scene and topic', score: 1 };
  expect(rows[1]?.metrics).toEqual({ 'coarse perception': record, average: record });
  expect(rows.map((row) => row.status === 'unparsed')).toEqual([
    false,
    false,
    false,
    false,
    false,
    true,
  ]);
  // "image scene and topic" has one right of two, "image emotion" its only one.
  expect(metrics).toMatchObject({
    'coarse perception,none': 0.75,
    'coarse perception_n,none': 3,
    'math,none': 1,
    'logical reasoning,none': 1,
    'science & technology,none': 0,
    'fine-grained perception,none': 'N/A',
    'average,none': (1 + 0.5 + 1 + 1 + 0) / 5,
    'average_n,none': 6,
  });
});

test('mmstar_ko knows Korean lead-ins', async () => {
  const answers = ['정답은 A', '옵션 B', 'option C', 'd.', '(A)', '정답은'];
  const { rows } = await scoreFixture('mmstar', 'mmstar_ko', answers);
  const scores = rows.map((row) => (row.metrics['average'] as { score: number }).score);
  expect(scores).toEqual([1, 1, 0, 1, 1, 0]);
});

test('mmstar_qwen and mmstar_oc ask in layouts of their own', async () => {
  const qwen = await scoreFixture('mmstar', 'mmstar_qwen', ANSWERS);
  expect(qwen.prompts[0]).toBe(`Question: ${QUESTION}Answer with the option letter only.`);
  const oc = await scoreFixture('mmstar', 'mmstar_oc', ANSWERS);
  expect(oc.prompts[0]).toBe(
    "Which option describes the image?\nOptions:\nA. a cat\nB. a dog\nC. a fish\nD. a bird\n\nAnswer with the option's letter from the given choices directly",
  );
  expect(oc.parts[0]).toEqual(['image', 'text']);
});
