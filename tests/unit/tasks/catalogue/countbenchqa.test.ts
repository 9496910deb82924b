import { expect, test } from 'vitest';
import { scoreFixture } from './score-fixture.ts';

test('countbenchqa wants the number in digits and nothing else', async () => {
  const answers = ['2', ' 3\n', 'ten', '5.', '4.0'];
  const { prompts, parts, rows, metrics } = await scoreFixture(
    'countbenchqa',
    'countbenchqa',
    answers,
  );
  expect(prompts.slice(1, 3)).toEqual([
    'three cats\n\nHow many cats are there in this image?\nAnswer with a single number.',
    'How many men are there in this image?\nAnswer with a single number.',
  ]);
  expect(prompts[4]).toMatch(/^How many pens/);
  expect(parts[0]).toEqual(['image', 'text']);
  expect(rows.map((row) => row.metrics['acc'])).toEqual([1, 1, 0, 0, 0]);
  expect(rows.map((row) => row.status)).toEqual(['ok', 'ok', 'unparsed', 'unparsed', 'ok']);
  expect(metrics['acc,none']).toBe(0.4);
});
