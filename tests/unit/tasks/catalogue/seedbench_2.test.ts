import { expect, test } from 'vitest';
import { scoreFixture } from './score-fixture.ts';

test('seedbench_2 takes the first character, for each kind of data apart and together', async () => {
  const answers = ['A', 'b', 'C. Three', '(D)', 'A', '', 'C'];
  const { prompts, parts, rows, metrics } = await scoreFixture(
    'seedbench_2',
    'seedbench_2',
    answers,
  );
  expect(prompts[0]).toBe(
    "How many towels are in the image?\nA. One\nB. Two\nC. Three\nD. Four\nAnswer with the option's letter from the given choices directly.",
  );
  expect(prompts[4]).toMatch(
    /^<image> <image>\nWhich picture comes next\? <img>\nA\. <image>\nB\. <image>\nC\. <image>\nD\. <image>\n/,
  );
  expect(parts[4]).toHaveLength(7);
  const record = { pred: 'C', answer: 'C', question_id: '101669_2' };
  expect(rows[2]?.metrics).toEqual({ seed_Multiple_Images: record, seed_all: record });
  expect(rows.map((row) => row.status === 'unparsed')).toEqual([
    false,
    true,
    false,
    true,
    false,
    true,
    false,
  ]);
  expect(metrics).toMatchObject({
    'seed_Single_Image,none': 0.5,
    'seed_Multiple_Images,none': 1,
    'seed_Video,none': 0,
    'seed_Image_Generation,none': 1,
    'seed_Image_&_Text_Generation,none': 0,
    'seed_Interleaved_Image,none': 1,
    'seed_all,none': 4 / 7,
    'seed_all_n,none': 7,
  });
});
