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

test('seedbench_lite scores alike', async () => {
  const answers = ['C', 'A. One', 'The right one', 'd', '(A)', ''];
  const { metrics } = await scoreFixture('seedbench', 'seedbench_lite', answers);
  expect(metrics['seed_all,none']).toBe(0.5);
});

test('seedbench_ko asks in Korean about pictures only', async () => {
  const answers = ['A', 'b.', '3', 'C', '가'];
  const { prompts, rows, metrics } = await scoreFixture('seedbench', 'seedbench_ko', answers);
  expect(prompts[0]).toBe(
    '그림에 무엇이 있습니까?\nA. 개\nB. 고양이\nC. 새\nD. 물고기\n주어진 선택지 중 해당 옵션의 문자로 바로 답하세요.',
  );
  expect(rows.map((row) => row.status)).toEqual(['ok', 'ok', 'unparsed', 'ok', 'unparsed']);
  expect(Object.keys(rows[0]?.metrics ?? {})).toEqual(['seed_image']);
  expect(metrics['seed_image,none']).toBe(0.4);
});

test('seedbench_ppl takes the likeliest choice', async () => {
  const answers = [2, 0, 0, 3, 1, 1].map((likeliest) =>
    [0, 1, 2, 3].map((choice) => [choice === likeliest ? -1 : -9, false] as const),
  );
  const { prompts, rows, metrics } = await scoreFixture('seedbench', 'seedbench_ppl', answers);
  expect(prompts[0]).toBe('What is the weather in the picture? Answer :');
  expect(rows[0]?.target).toBe('Sun');
  expect(rows.map((row) => row.metrics['acc'])).toEqual([1, 1, 0, 1, 0, 1]);
  expect(metrics['acc,none']).toBeCloseTo(4 / 6, 12);
});
