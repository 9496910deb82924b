import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseCandidateLetter } from '../../../../core/extractors/candidate-letter.ts';
import { doc_to_target } from '../../../../tasks/tvbench/tvbench.ts';
import { loadGroup, loadTask } from '../../../../tasks/load-task.ts';
import { scoreFixture } from './score-fixture.ts';

describe('tvbench_action_count', () => {
  it('takes the letter of an option, or the text of one', async () => {
    const answers = ['(C)', 'Twice', 'B', 'I count four lifts there', ''];
    const { prompts, parts, rows, metrics } = await scoreFixture(
      'tvbench',
      'tvbench_action_count',
      answers,
    );
    expect(prompts[0]).toBe(
      'How often does the person lift the cup?\nA. 2\nB. 4\nC. 3\nD. 5\nAnswer with the option letter only.',
    );
    expect(parts[0]).toEqual(['video', 'text']);
    expect(rows.map((row) => row.target)).toEqual(['C', 'B', 'A', 'C', 'D']);
    expect(rows.map((row) => row.filtered)).toEqual(answers);
    expect(rows.map((row) => row.metrics)).toEqual(
      [1, 1, 0, 1, 0].map((score) => ({ tvbench_acc: score })),
    );
    expect(rows[4]?.status).toBe('unparsed');
    expect(metrics['tvbench_acc,none']).toBe(0.6);
  });

  it('takes the first letter that stands alone, then the leading one, then a text that only one option has', () => {
    const letter = (answer: string): string =>
      parseCandidateLetter(answer, ['red', 'green', 'red car']);
    expect(letter('the answer is not C but b')).toBe('C');
    expect(letter('AC')).toBe('A');
    expect(letter('something GREEN')).toBe('B');
    expect(letter('the red car')).toBe('');
    expect(letter('E')).toBe('');
    expect(letter('答案是B')).toBe('');
  });

  it('refuses an answer that is none of the candidates', () => {
    expect(() => doc_to_target({ candidates: ['1', '2'], answer: '3' })).toThrow(
      /"3" is none of the 2 candidates/,
    );
  });
});

describe('tvbench', () => {
  const { task: names } = loadGroup(resolve('tasks/tvbench/tvbench.yaml'));

  it('has ten tasks', () => {
    expect(new Set(names as string[]).size).toBe(10);
  });

  it.each(names as string[])('%s reads the configuration of its name', async (name) => {
    const config = loadTask(resolve('tasks/tvbench', `${name}.yaml`));
    expect(`tvbench_${config.dataset_name ?? ''}`).toBe(name);
    const { metrics, parts } = await scoreFixture('tvbench', name, ['C', 'B', 'A', 'C', 'A']);
    expect(parts[0]).toEqual(['video', 'text']);
    expect(metrics['tvbench_acc,none']).toBe(0.8);
  });
});
