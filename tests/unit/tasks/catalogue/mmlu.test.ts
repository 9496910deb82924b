import { describe, expect, it } from 'vitest';
import { discoverTasks } from '../../../../tasks/discover-tasks.ts';
import { loadGroup } from '../../../../tasks/load-task.ts';
import { scoreFixture } from './score-fixture.ts';

/** Log-likelihoods of four choices, the one at `best` the largest. */
function favour(best: number): [number, boolean][] {
  return [0, 1, 2, 3].map((choice) => [choice === best ? -1 : -3, choice === best]);
}
const likely = [1, 2, 3, 3, 0].map(favour);

describe('mmlu', () => {
  it('compares the letters', async () => {
    const { prompts, rows, metrics } = await scoreFixture('mmlu', 'default/mmlu_anatomy', likely);
    expect(prompts[0]).toBe(
      'The following are multiple choice questions (with answers) about anatomy.\n\n' +
        'Which organ pumps blood?\nA. Lung\nB. Heart\nC. Liver\nD. Kidney\nAnswer:',
    );
    expect(rows.map((row) => row.target)).toEqual([1, 2, 0, 3, 1]);
    expect(metrics['acc,none']).toBe(0.6);
  });

  it('compares the texts of the choices', async () => {
    const task = 'continuation/mmlu_anatomy';
    const { prompts, metrics } = await scoreFixture('mmlu', task, likely);
    expect(prompts[1]).toBe(
      'The following are questions (with answers) about anatomy.\n\n' +
        'Question: How many chambers has the human heart?\nAnswer:',
    );
    expect(metrics).toMatchObject({ 'acc,none': 0.6, 'acc_n,none': 5 });
    expect(metrics).toHaveProperty('acc_norm,none');
  });

  it('compares bracketed letters', async () => {
    const task = 'flan_n_shot/loglikelihood/mmlu_anatomy';
    const { prompts, metrics } = await scoreFixture('mmlu', task, likely);
    expect(prompts[0]).toContain('(A) Lung (B) Heart (C) Liver (D) Kidney\nA:');
    expect(metrics['acc,none']).toBe(0.6);
  });

  it('wants one line that is the letter', async () => {
    const answers = ['B', 'c', ' A ', '(D)', ''];
    const { rows, metrics } = await scoreFixture('mmlu', 'generative/mmlu_anatomy', answers);
    expect(rows.map((row) => row.target)).toEqual(['B', 'C', 'A', 'D', 'B']);
    expect(metrics['exact_match,none']).toBe(0.4);
  });

  it('finds the letter behind reasoning, strictly or not', async () => {
    const answers = [
      'The heart does. The answer is (B).',
      'My choice: C',
      'It is the femur',
      'I do not know',
      'So the answer is (B), the elbow.',
    ];
    const task = 'flan_cot_zeroshot/mmlu_anatomy';
    const { rows, metrics, config } = await scoreFixture('mmlu', task, answers);
    expect(config).toMatchObject({ validation_split: 'validation' });
    expect(config.test_split).toBeUndefined();
    expect(metrics['exact_match,strict-match']).toBe(0.2);
    expect(metrics['exact_match,flexible-extract']).toBe(0.8);
    const flexible = rows.filter((row) => row.filter === 'flexible-extract');
    expect(flexible.map((row) => row.status)).toEqual(['ok', 'ok', 'ok', 'unparsed', 'ok']);
  });

  it('has 57 subjects in each of seven forms, in groups', () => {
    const index = discoverTasks([]);
    const names = [...index.tasks.keys()].filter((name) => /^mmlu_(?!pro_)/.test(name));
    expect(names).toHaveLength(399);
    const parts = ['stem', 'humanities', 'social_sciences', 'other'];
    const sizes = parts.map((part) => index.tags.get(`mmlu_${part}_tasks`)?.length);
    expect(sizes).toEqual([19, 13, 12, 13]);
    expect(parts.every((part) => index.groups.has(`mmlu_${part}`))).toBe(true);
    for (const form of ['continuation', 'generative', 'flan_n_shot_generative']) {
      expect(index.groups.has(`mmlu_${form}`)).toBe(true);
    }
    // Parts of two forms may be selected together, so each has a name of its own.
    const inline = ['mmlu_continuation', 'mmlu_flan_cot_zeroshot'].flatMap(
      (form) => loadGroup(index.groups.get(form)?.path ?? '').task,
    );
    expect(
      new Set(inline.map((part) => (typeof part === 'string' ? part : part['group']))).size,
    ).toBe(8);
  });
});
