import { expect, test } from 'vitest';
import { scoreFixture } from './score-fixture.ts';

test('muirbench compares the letter before a period, or the whole answer', async () => {
  const answers = ['B. Two', ' a ', 'The answer is B', 'B', 'C'];
  const { prompts, parts, rows, metrics } = await scoreFixture('muirbench', 'muirbench', answers);
  expect(prompts[1]).toBe(
    "How many dogs are there in all? <image><image>\nA. 3\nB. 4\nAnswer with the option's letter from the given choices directly.",
  );
  expect(parts[1]).toEqual(['image', 'image', 'text']);
  expect(rows[0]).toMatchObject({ target: 'B', filtered: 'B' });
  expect(rows[0]?.metrics).toEqual({
    muirbench_score_overall: {
      pred: 'B',
      task: 'Counting',
      idx: '0',
      image_relation: 'Temporal',
      answer: 'B',
      image_type: 'Photography',
    },
  });
  expect(rows.map((row) => row.status)).toEqual(['ok', 'ok', 'unparsed', 'ok', 'ok']);
  expect(metrics['muirbench_score_overall,flexible-extract']).toBe(0.6);
});
