import { expect, test } from 'vitest';
import { judge_prompt, process_results } from '../../../../tasks/mmvet/mmvet.ts';
import { scoreFixture } from './score-fixture.ts';

const DOCUMENT = {
  question_id: 'v1_0',
  question: 'What is x in the equation?',
  answer: '-1<AND>-5',
  capability: 'ocr,math',
};

test('mmvet without a judge has answers and no score', async () => {
  const answers = ['x = 3', '5/4', 'the garage', '25', ''];
  const { prompts, parts, rows, metrics } = await scoreFixture('mmvet', 'mmvet', answers);
  expect(prompts[4]).toBe(
    'First please perform reasoning, and think step by step to provide best answer to the following question: \n\nWhat is it?',
  );
  expect(parts[4]).toEqual(['image', 'text']);
  expect(rows[0]).toMatchObject({ target: '-1<AND>-5', metrics: { gpt_eval_score: null } });
  expect(metrics).toMatchObject({ 'gpt_eval_score,none': 'N/A', 'gpt_eval_score_n,none': 0 });
});

test('mmvet gives the judge the question, the reference and the answer', () => {
  expect(judge_prompt(DOCUMENT, ['x = -1'])).toMatch(
    /\n\nQuestion: What is x in the equation\?\nReference: -1 <AND> -5\nAnswer: x = -1\nScore:$/,
  );
});

test.each([
  ['0.5', 0.5],
  [' 1.0 | good', 1],
  ['0', 0],
  ['1', 1],
])('the reply %j of the judge is the score %d', (judgement, score) => {
  expect(process_results(DOCUMENT, ['x = -1'], { judgement })).toEqual({
    gpt_eval_score: {
      question_id: 'v1_0',
      question: 'What is x in the equation?',
      gt_answer: '-1<AND>-5',
      capabilities: 'ocr,math',
      pred_answer: 'x = -1',
      score,
    },
  });
});

test.each(['', 'Score: 0.5', '1.5', '-0.1', '7', 'NaN'])(
  'the reply %j of the judge is no score',
  (judgement) => {
    expect(process_results(DOCUMENT, ['x = -1'], { judgement })).toEqual({ gpt_eval_score: null });
  },
);
