import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseMvbenchLetter } from '../../../../core/extractors/mvbench-letter.ts';
import { process_results } from '../../../../tasks/mvbench/mvbench.ts';
import { loadGroup, loadTask } from '../../../../tasks/load-task.ts';
import { scoreFixture } from './score-fixture.ts';

describe('mvbench_action_count', () => {
  it('gives the percentage of right letters, an empty answer being a wrong one', async () => {
    const answers = ['B. 2', '(c)', ' ', 'D', 'the second'];
    const { prompts, parts, rows, metrics } = await scoreFixture(
      'mvbench',
      'mvbench_action_count',
      answers,
    );
    expect(prompts[0]).toBe(
      'Question:How often does the person lift the cup?\nOption:\n(A) 3\n(B) 2\n(C) 4\n(D) 1\nOnly give the best option.\n',
    );
    expect(parts[0]).toEqual(['video', 'text']);
    expect(rows.map((row) => row.target)).toEqual(['2', '4', '3', '1', '2']);
    expect(rows.map((row) => row.filtered)).toEqual(answers);
    expect(rows[2]?.metrics).toEqual({
      mvbench_accuracy: { pred_answer: '', gt_answer: 'A', score: 0 },
    });
    expect(rows.map((row) => row.status)).toEqual(['ok', 'ok', 'unparsed', 'ok', 'unparsed']);
    expect(metrics).toMatchObject({ 'mvbench_accuracy,none': 60, 'mvbench_accuracy_n,none': 5 });
  });

  it('takes the first letter from A to E that stands alone once punctuation is gone', () => {
    const answers = ['\\boxed{C}', 'A cat, so B', '<answer>D</answer>', "'d'", 'B\n\nnot C', 'AD'];
    expect(answers.map(parseMvbenchLetter)).toEqual(['C', 'A', 'D', 'D', 'B', undefined]);
    expect(parseMvbenchLetter('It is a dog, D')).toBe('A');
    expect(parseMvbenchLetter('答案是D')).toBeUndefined();
  });

  it('refuses an answer that is none of the candidates', () => {
    expect(() => process_results({ candidates: ['1', '2'], answer: '3' }, ['A'])).toThrow(
      /"3" is none of the 2 candidates/,
    );
  });
});

describe('mvbench', () => {
  const { task: names } = loadGroup(resolve('tasks/mvbench/mvbench.yaml'));

  it('has the twenty tasks of its folder', () => {
    const files = readdirSync(resolve('tasks/mvbench')).filter((name) =>
      /^mvbench_.*\.yaml$/.test(name),
    );
    expect(files.map((name) => name.replace('.yaml', '')).sort()).toEqual(
      [...(names as string[])].sort(),
    );
    expect(names).toHaveLength(20);
  });

  it.each(names as string[])('%s reads the configuration of its name', async (name) => {
    const config = loadTask(resolve('tasks/mvbench', `${name}.yaml`));
    expect(`mvbench_${config.dataset_name ?? ''}`).toBe(name);
    expect(config.dataset_kwargs?.['media_paths']).toHaveProperty('film');
    const { metrics, parts } = await scoreFixture('mvbench', name, ['B', 'C', 'A', 'D', 'A']);
    expect(parts[0]).toEqual(['video', 'text']);
    expect(metrics['mvbench_accuracy,none']).toBe(80);
  });
});
