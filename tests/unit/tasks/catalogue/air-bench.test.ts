import { describe, expect, it } from 'vitest';
import { doc_to_target } from '../../../../tasks/air_bench/air_bench_foundation.ts';
import { judge_prompt } from '../../../../tasks/air_bench/air_bench_chat.ts';
import { scoreFixture } from './score-fixture.ts';

describe('air_bench_foundation', () => {
  it.each(['sound', 'music', 'speech'])('reads a letter of %s', async (part) => {
    const answers = ['(B)', 'The answer is A', 'A or D', '', 'A. Joy'];
    const task = `air_bench_foundation_${part}`;
    const { prompts, parts, rows, metrics } = await scoreFixture('air_bench', task, answers);
    expect(prompts[1]).toBe(
      "Is it a laugh?\nA. Yes\nB. No\nC. None\nD. None\n\nAnswer with the option's letter from the given choices directly.",
    );
    expect(parts[0]).toEqual(['audio', 'text']);
    expect(rows.map((row) => row.target)).toEqual(['B', 'A', 'D', 'C', 'A']);
    expect(rows[0]?.metrics).toEqual({
      accuracy: { score: 1, task: 'Speaker_Gender' },
      submission: { '0': 'B' },
    });
    expect(rows.map((row) => row.status)).toEqual(['ok', 'ok', 'ok', 'unparsed', 'ok']);
    expect(metrics['accuracy,none']).toBe(0.8);
  });

  it('refuses an answer that is none of the choices', () => {
    expect(() => doc_to_target({ choice_a: 'x', choice_b: 'y', answer_gt: 'z' })).toThrow(
      /"z" is none of the choices/,
    );
  });
});

describe('air_bench_chat', () => {
  it.each(['sound', 'music', 'speech', 'mixed'])('averages both orders of %s', async (part) => {
    const judgements = [
      '8 6\n7 9',
      '10 10\n10 10.',
      '8 6',
      'The first is better: 8 6\nx',
      undefined,
    ];
    const answers = ['A dog.', 'In a kitchen.', 'Men.', '', 'A train.'];
    const task = `air_bench_chat_${part}`;
    const { prompts, rows, metrics } = await scoreFixture('air_bench', task, answers, judgements);
    expect(prompts[0]).toBe('What is heard?Give a detail answer to the question in English.');
    expect(rows[0]?.metrics).toEqual({ gpt_eval: { eval_answer: ['8 6', '7 9'], score: 6.5 } });
    expect(rows.slice(2).map((row) => row.metrics['gpt_eval'])).toEqual([null, null, null]);
    expect(metrics).toMatchObject({ 'gpt_eval,none': 8.25, 'gpt_eval_n,none': 2 });
  });

  it('shows the answer second, then first', () => {
    const document = { question: 'What?', answer_gt: 'RIGHT', meta_info: 'rain' };
    const prompt = judge_prompt(document, ['GIVEN']);
    const order = Array.from(prompt.matchAll(/RIGHT|GIVEN/g), ([word]) => word);
    expect(order).toEqual(['RIGHT', 'GIVEN', 'GIVEN', 'RIGHT']);
  });
});
