import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadTask } from '../../../../tasks/load-task.ts';
import { scoreFixture } from './score-fixture.ts';

describe('gsm8k', () => {
  it('takes the number behind ####, or the last one', async () => {
    const answers = ['3 + 4 = 7\n#### 7', '#### 1200', 'She reads 35 pages.', '#### 5', 'no idea'];
    const { prompts, rows, metrics, config } = await scoreFixture('gsm8k', 'gsm8k', answers);
    expect(prompts[0]).toBe('Question: Ann has 3 apples and buys 4. How many has she?\nAnswer:');
    expect(config).toMatchObject({
      num_fewshot: 5,
      fewshot_split: 'train',
      tag: ['math_word_problems'],
    });
    const strict = rows.filter((row) => row.filter === 'strict-match');
    expect(strict.map((row) => row.filtered)).toEqual(['7', '1200', '[invalid]', '5', '[invalid]']);
    expect(strict.map((row) => row.status)).toEqual(['ok', 'ok', 'unparsed', 'ok', 'unparsed']);
    expect(metrics['exact_match,strict-match']).toBe(0.4);
    // 35 is right without the form; "5" is no "-5".
    expect(metrics['exact_match,flexible-extract']).toBe(0.6);
  });

  it('shows the eight examples of the paper before the question', async () => {
    const answers = [
      'The answer is 7.',
      'The answer is 1,200.',
      '',
      'The answer is -5.',
      'It is 4.5.',
    ];
    const { prompts, rows, metrics } = await scoreFixture('gsm8k', 'gsm8k-cot', answers);
    expect(prompts[0]?.match(/^Q: /gm)).toHaveLength(9);
    expect(prompts[0]).toMatch(/^Q: There are 15 trees/);
    expect(prompts[0]).toMatch(
      /The answer is 8\.\n\nQ: Ann has 3 apples and buys 4\. How many has she\?\nA:$/,
    );
    expect(rows[0]?.target).toBe('7');
    expect(metrics['exact_match,strict-match']).toBe(0.6);
    expect(metrics['exact_match,flexible-extract']).toBe(0.8);
  });

  it('asks without examples, and in the words Llama was asked with', async () => {
    const answers = ['The final answer is 7', 'The answer is $1,200.', '35', '-5', '4.50'];
    const zero = await scoreFixture('gsm8k', 'gsm8k-cot-zeroshot', answers);
    expect(zero.prompts[0]).toMatch(/^Q: Ann has .*\nA: Let's think step by step\.$/);
    expect(zero.metrics['exact_match,flexible-extract']).toBe(0.8);
    const llama = await scoreFixture('gsm8k', 'gsm8k-cot-llama', answers);
    expect(llama.prompts[0]).toMatch(/Problem: Ann has 3 apples and buys 4\. How many has she\?\n/);
    expect(llama.metrics['exact_match,strict-match']).toBe(0.2);
  });

  it('votes over 64 samples', () => {
    const config = loadTask(resolve('tasks/gsm8k/gsm8k-cot-self-consistency.yaml'));
    expect(config.repeats).toBe(64);
    expect(config.filter_list.map(({ name }) => name)).toEqual(['score-first', 'maj@64', 'maj@8']);
    expect(config.description).toMatch(/^Q: There are 15 trees/);
  });
});
