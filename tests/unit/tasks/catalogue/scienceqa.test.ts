import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { textOf } from '../../../../core/chat.ts';
import { createTask } from '../../../../tasks/create-task.ts';
import { loadFunctions } from '../../../../tasks/load-functions.ts';
import { loadTask } from '../../../../tasks/load-task.ts';
import { scoreFixture } from './score-fixture.ts';

test.each(['scienceqa', 'scienceqa_img'])(
  '%s takes the letter, or a capital and a period in front',
  async (task) => {
    const answers = ['a', 'A. yes', '(C)', 'B) gravity', 'Answer: A', 'B.'];
    const { prompts, parts, rows, metrics } = await scoreFixture('scienceqa', task, answers);
    expect(prompts.slice(0, 2)).toEqual([
      "Which material is harder?\nA. a stone\nB. a sponge\nAnswer with the option's letter from the given choices directly.",
      "Context: Whales give milk.\nIs a whale a mammal?\nA. yes\nB. no\nAnswer with the option's letter from the given choices directly.",
    ]);
    expect(parts.slice(0, 2)).toEqual([['image', 'text'], ['text']]);
    expect(rows.map((row) => row.target)).toEqual(['A', 'A', 'C', 'B', 'A', 'C']);
    expect(rows.map((row) => row.metrics['exact_match'])).toEqual([1, 1, 0, 0, 0, 0]);
    expect(rows.map((row) => row.status)).toEqual([
      'ok',
      'ok',
      'unparsed',
      'unparsed',
      'unparsed',
      'ok',
    ]);
    expect(metrics['exact_match,none']).toBeCloseTo(1 / 3, 12);
  },
);

test('scienceqa asks a model of the family qwen_vl in its own layout', async () => {
  const config = loadTask(resolve('tasks/scienceqa/scienceqa.yaml'));
  const task = createTask(config, {
    functions: await loadFunctions(config),
    modelFamily: 'qwen_vl',
  });
  const document = { image: null, question: 'Hot?', choices: ['yes', 'no'], answer: 1, hint: '' };
  expect(textOf(task.render(document).messages)).toBe(
    'Context: N/A\nQuestion: Hot?\nOptions: A. yes\nB. no\nAnswer:',
  );
});
