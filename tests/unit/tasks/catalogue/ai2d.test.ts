import { expect, test } from 'vitest';
import { scoreFixture } from './score-fixture.ts';

test('ai2d asks with lettered options and compares the letter before a period, or the whole answer', async () => {
  const scored = await scoreFixture('ai2d', 'ai2d', [
    'b',
    '(B)',
    'C. 3',
    'b) Fewer rabbits',
    'The answer is A',
    '[B]',
  ]);
  expect(scored.prompts[0]).toBe(
    "What does the frog eat in this food web?\nA. hawk\nB. grasshopper\nC. grass\nD. snake\nAnswer with the option's letter from the given choices directly.",
  );
  expect(scored.parts[0]).toEqual(['image', 'text']);
  expect(scored.rows.map((row) => row.target)).toEqual(['B', 'C', 'C', 'B', 'A', 'B']);
  expect(scored.rows.map((row) => row.filtered)).toEqual([
    'b',
    '(B)',
    'C',
    'b) Fewer rabbits',
    'The answer is A',
    '[B]',
  ]);
  expect(scored.rows.map((row) => row.metrics['exact_match'])).toEqual([1, 0, 1, 0, 0, 1]);
  expect(scored.metrics['exact_match,flexible-extract']).toBe(0.5);
});
