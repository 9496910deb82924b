import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { scoreFixture } from './score-fixture.ts';

const TASKS = readdirSync('tasks/blink').filter((name) => /^blink_\w+\.yaml$/.test(name));

test('there are fourteen tasks of BLINK', () => {
  expect(TASKS).toHaveLength(14);
});

test.each(TASKS)('%s reads the letter that begins the answer', async (file) => {
  const answers = ['(D) 1', 'b', 'The answer is A', '', '( a )'];
  const scored = await scoreFixture('blink', file.replace('.yaml', ''), answers);
  const { config, prompts, parts, rows, metrics } = scored;
  expect(config).toMatchObject({ tag: ['blink_groups'] });
  expect(`blink_${config.dataset_name?.toLowerCase().replaceAll('-', '_')}`).toBe(config.task);
  expect(prompts[1]).toBe(
    'Note: You only need to respond with A, B without providing any additional information.\nHow many cats are there?\nSelect from the following choices.\n(A) 4\n(B) 2',
  );
  expect(parts.slice(1, 3)).toEqual([
    ['image', 'text'],
    ['image', 'image', 'image', 'text'],
  ]);
  expect(rows[0]).toMatchObject({ target: '(D)', filtered: '(D) 1' });
  expect(rows[0]?.metrics).toEqual({
    blink_acc: {
      id: 'val_Counting_1',
      gt_content: 'D',
      pred_parsed: 'D',
      pred: '(D) 1',
      sub_task: 'Counting',
      is_correct: true,
    },
  });
  expect(rows.map((row) => row.status)).toEqual(['ok', 'ok', 'unparsed', 'unparsed', 'ok']);
  expect(metrics).toMatchObject({ 'blink_acc,none': 0.6, 'blink_acc_n,none': 5 });
});
