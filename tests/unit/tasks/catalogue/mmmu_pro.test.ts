import { expect, test } from 'vitest';
import { scoreFixture } from './score-fixture.ts';

test.each(['mmmu_pro_standard', 'mmmu_pro_standard_cot'])(
  '%s reads the letter of up to ten options',
  async (task) => {
    const answers = [
      '(J)',
      'The answer is B.',
      'b',
      'It shows the trade balance of the two lands',
      'A',
    ];
    const { prompts, parts, rows, metrics } = await scoreFixture('mmmu_pro', task, answers);
    expect(prompts[1]).toMatch(
      /^Compare <image 1> with <image 2>\.\nA\. same\nB\. other\nC\. neither\n\nAnswer /,
    );
    expect(parts.slice(0, 3)).toEqual([
      ['image', 'text'],
      ['image', 'image', 'text'],
      ['image', 'image', 'text'],
    ]);
    expect(rows[3]?.metrics).toEqual({
      mmmu_acc: { id: 'test_Economics_4', subject: 'Economics', answer: 'C', parsed_pred: 'C' },
    });
    expect(rows.map((row) => row.status)).toEqual(['ok', 'ok', 'unparsed', 'ok', 'ok']);
    expect(metrics['mmmu_acc,none']).toBe(0.8);
  },
);

test.each([
  ['mmmu_pro_vision', 'Answer with the option letter from the given choices directly.'],
  ['mmmu_pro_vision_cot', 'Write out the multiple-choice question in the image'],
])('%s has the question in the picture and reads the letter all the same', async (task, prompt) => {
  const answers = ['Answer: J', '**B**', 'I see nothing.', '', 'D. w'];
  const { prompts, parts, rows, metrics } = await scoreFixture('mmmu_pro', task, answers);
  expect(prompts[0]?.startsWith(prompt)).toBe(true);
  expect(parts[0]).toEqual(['image', 'text']);
  expect(rows.map((row) => row.status)).toEqual(['ok', 'unparsed', 'unparsed', 'unparsed', 'ok']);
  expect(metrics['mmmu_acc,none']).toBe(0.4);
});

test('mmmu_pro_composite counts the share of right letters of several questions', async () => {
  const answers = ['No: 1\nAnswer: A\nNo: 2\nAnswer: B', 'C', 'B C', 'no idea', 'D B A'];
  const { rows, metrics } = await scoreFixture('mmmu_pro', 'mmmu_pro_composite', answers);
  expect(rows[1]?.metrics).toEqual({
    mmmu_acc: { id: 'composite_1', subject: 'Art', answer: ['C', 'C'], parsed_pred: ['C', ''] },
  });
  expect(rows.map((row) => row.status)).toEqual(['ok', 'ok', 'ok', 'unparsed', 'ok']);
  expect(metrics['mmmu_acc,none']).toBe(0.6);
});

test('mmmu_pro_composite_cot takes documents of one question as well', async () => {
  const answers = ['Answer: J', 'C', 'Step by step, B', '', 'A'];
  const { rows, metrics } = await scoreFixture('mmmu_pro', 'mmmu_pro_composite_cot', answers);
  expect(rows[0]?.metrics).toEqual({
    mmmu_acc: { id: 'test_Math_1', subject: 'Math', answer: ['J'], parsed_pred: ['J'] },
  });
  expect(metrics['mmmu_acc,none']).toBe(0.6);
});
