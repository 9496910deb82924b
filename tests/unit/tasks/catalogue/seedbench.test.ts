import { expect, test } from 'vitest';
import { scoreFixture } from './score-fixture.ts';

test('seedbench takes the first character as the letter, pictures and videos apart and together', async () => {
  const scored = await scoreFixture('seedbench', 'seedbench', [
    'C',
    'A. One',
    'The right one',
    'd',
    '(A)',
    '',
  ]);
  expect(scored.prompts[3]).toBe(
    "What does the person do?\nA. Opens a door\nB. Closes a door\nC. Waves\nD. Sits\nAnswer with the option's letter from the given choices directly.",
  );
  expect(scored.parts[3]).toEqual(['image', 'image', 'image', 'text']);
  expect(scored.rows[3]).toMatchObject({ target: 'D', filtered: 'd' });
  const record = { pred: 'd', answer: 'D', question_id: '3' };
  expect(scored.rows[3]?.metrics).toEqual({ seed_video: record, seed_all: record });
  expect(scored.rows.map((row) => row.status)).toEqual([
    'ok',
    'ok',
    'unparsed',
    'ok',
    'unparsed',
    'unparsed',
  ]);
  expect(scored.metrics).toMatchObject({
    'seed_image,none': 2 / 3,
    'seed_image_n,none': 3,
    'seed_video,none': 1 / 3,
    'seed_video_n,none': 3,
    'seed_all,none': 0.5,
    'seed_all_n,none': 6,
  });
});
