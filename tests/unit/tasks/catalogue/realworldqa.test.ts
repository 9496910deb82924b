import { expect, test } from 'vitest';
import { scoreFixture } from './score-fixture.ts';

test('realworldqa reads a letter where letters are asked for, else compares the words', async () => {
  const scored = await scoreFixture('realworldqa', 'realworldqa', [
    'The answer is B.',
    '2.',
    'No',
    'i cannot tell.',
    'B is wrong, so A',
    ' downhill ',
  ]);
  expect(scored.prompts[1]).toBe(
    'How many traffic lights are there? Please answer directly with a single word or number.',
  );
  expect(scored.rows.map((row) => row.target)).toEqual(['B', '2', 'Yes', 'A', 'A', 'Downhill']);
  expect(scored.rows[0]?.filtered).toBe('The answer is B.');
  // A letter that begins the answer is surer than one that ends it.
  expect(scored.rows.map((row) => row.metrics)).toEqual(
    [1, 1, 0, 0, 0, 1].map((score) => ({ exact_match: score })),
  );
  expect(scored.rows.map((row) => row.status)).toEqual(['ok', 'ok', 'ok', 'unparsed', 'ok', 'ok']);
  expect(scored.metrics['exact_match,none']).toBe(0.5);
});
