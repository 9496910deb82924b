import { expect, test } from 'vitest';
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
