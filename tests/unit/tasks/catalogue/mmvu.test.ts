import { describe, expect, it } from 'vitest';
import { judge_prompt } from '../../../../tasks/mmvu/mmvu.ts';
import { isSameAnswer } from '../../../../tasks/mmvu/same-answer.ts';
import { scoreFixture } from './score-fixture.ts';

describe('mmvu', () => {
  it('scores choices by rule, and open questions by rule, then by a judge', async () => {
    const { prompts, parts, rows, metrics } = await scoreFixture(
      'mmvu',
      'mmvu_val',
      ['Answer: C', 'It is O(n^2).', '2.504 m', 'It is an insulin pen', 'brushing in depth'],
      [undefined, undefined, undefined, undefined, '1'],
    );
    expect(prompts[0]).toBe(
      '\nQuestion:Which phase is shown?\nA: Prophase\nB: Metaphase\nC: Anaphase\nD: Telophase\nE: Interphase\nVisual Information: processed video\nDo not generate any intermediate reasoning process. Answer directly with the option letter from the\ngiven choices.\n',
    );
    expect(prompts[1]).toBe(
      '\nQuestion:What is the time complexity of the algorithm shown?\nVisual Information: processed video\nDo not generate any intermediate reasoning process. Directly output the final answer.\n',
    );
    expect(parts[0]).toEqual(['video', 'text']);
    expect(rows[4]?.metrics).toEqual({
      accuracy: {
        question_id: 'validation_5',
        category: 'Art',
        pred_answer: 'brushing in depth',
        answer: 'Depth-first brushing',
        correct: 1,
        eval_method: 'gpt-based',
      },
    });
    expect(rows[3]?.metrics['accuracy']).toMatchObject({ pred_answer: 'B', correct: 1 });
    expect(metrics['accuracy,none']).toBe(100);
  });

  it('keeps to the rule without a judge, and counts no answer as wrong', async () => {
    const { prompts, rows, metrics } = await scoreFixture('mmvu', 'mmvu_val_cot', [
      'Therefore, the final answer is: A',
      '',
      '3',
      'none of them',
      'brushing in depth',
    ]);
    expect(prompts[0]).toMatch(/where \$LETTER is one of the options\./);
    expect(rows[1]?.status).toBe('unparsed');
    expect(rows[3]?.metrics['accuracy']).toMatchObject({ pred_answer: 'N/A' });
    expect(metrics['accuracy,none']).toBe(0);
  });

  it('asks a judge only of open answers that are not plainly right', () => {
    const open = { question_type: 'open-ended', question: 'Q?', answer: 'two' };
    expect(judge_prompt(open, ['two.'])).toBeUndefined();
    expect(judge_prompt(open, ['2'])).toMatch(/Right answer: two\n\nResponse: 2/);
    expect(judge_prompt({ ...open, question_type: 'multiple-choice' }, ['x'])).toBeUndefined();
  });

  it('finds the right words or number in an answer', () => {
    expect(isSameAnswer('I think "n²" it is', 'n^2')).toBe(true);
    expect(isSameAnswer('first 3, then 2.5 m', '2.5')).toBe(true);
    expect(isSameAnswer('', 'x')).toBe(false);
    expect(isSameAnswer('art', 'a')).toBe(false);
    expect(isSameAnswer('2 apples', 'O(n^2)')).toBe(false);
  });
});
