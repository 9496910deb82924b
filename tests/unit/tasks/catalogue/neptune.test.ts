import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadGroup, loadTask } from '../../../../tasks/load-task.ts';
import { process_results } from '../../../../tasks/neptune/neptune.ts';
import { scoreFixture } from './score-fixture.ts';

describe('neptune', () => {
  const { task: names } = loadGroup(resolve('tasks/neptune/neptune.yaml'));

  it.each(names as string[])('%s gives the share of right letters', async (name) => {
    const config = loadTask(resolve('tasks/neptune', `${name}.yaml`));
    expect(name).toContain(`neptune_${config.dataset_name ?? ''}_`);
    const answers = ['(A)', 'the answer is c.', 'B', 'Dancing', ''];
    const { prompts, parts, rows, metrics } = await scoreFixture('neptune', name, answers);
    expect(prompts[0]).toBe(
      'Why does the narrator thank the crew?\nA. They helped\nB. They left\nC. They sang\nD. They slept\nE. They paid\nAnswer with only the option letter (A, B, C, D, or E).',
    );
    expect(parts[0]).toEqual(['video', 'text']);
    expect(rows.map((row) => row.target)).toEqual(['A', 'C', 'B', 'E', 'D']);
    expect(rows[3]?.metrics).toEqual({
      neptune_acc: {
        key: 'q3',
        question_type: 'Creator Intent',
        gold: 'E',
        parsed_pred: 'E',
        is_correct: true,
      },
    });
    expect(rows[4]?.status).toBe('unparsed');
    expect(metrics['neptune_acc,none']).toBe(0.8);
  });

  it.each([
    ['Option B or option D', 'D'],
    ['(A) is wrong, (C) right', 'C'],
    ['C. because it rains', 'C'],
    ['maybe D', 'D'],
    ['a long text in which D stands alone', ''],
    ['The answer depends on the day', ''],
    ['This is an optional answer', ''],
    ['[e]', 'E'],
  ])('finds in %j the option %j', (answer, letter) => {
    expect(process_results({ answer_id: 0 }, [answer])['neptune_acc']).toMatchObject({
      parsed_pred: letter,
    });
  });

  it('is a group of six', () => {
    expect(new Set(names as string[]).size).toBe(6);
  });
});
