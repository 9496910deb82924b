import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { textOf } from '../../../../core/chat.ts';
import { createTask } from '../../../../tasks/create-task.ts';
import { loadFunctions } from '../../../../tasks/load-functions.ts';
import { loadTask } from '../../../../tasks/load-task.ts';
import { scoreFixture } from './score-fixture.ts';

test.each(['ai2d', 'ai2d_lite', 'ai2d_no_mask'])(
  '%s asks with lettered options and compares the letter before a period, or the whole answer',
  async (task) => {
    const scored = await scoreFixture('ai2d', task, [
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
  },
);

test.each([
  [
    'gpt4v',
    'Which?\nA. one\nB. two\nAbove choices are given in {option}. {content} format.\nPlease answer with the option letter from the given choices directly.',
    'B',
  ],
  ['qwen_vl', 'Which?one\ntwo Answer:', 'two'],
  [
    'xcomposer2_4khd',
    '[UNUSED_TOKEN_146]user\nQuestion: Which?\nContext: N/A\nA. one B. two[UNUSED_TOKEN_145]\n[UNUSED_TOKEN_146]assistant\nThe answer is',
    'B',
  ],
])('ai2d asks a model of the family %s in its own layout', async (modelFamily, prompt, target) => {
  const config = loadTask(resolve('tasks/ai2d/ai2d.yaml'));
  const task = createTask(config, { functions: await loadFunctions(config), modelFamily });
  const rendered = task.render({
    question: 'Which?',
    options: ['one', 'two'],
    answer: '1',
    image: null,
  });
  expect([textOf(rendered.messages), rendered.target]).toEqual([prompt, target]);
});
