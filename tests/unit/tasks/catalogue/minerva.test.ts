import { describe, expect, it } from 'vitest';
import { doc_to_target } from '../../../../tasks/minerva/minerva.ts';
import { scoreFixture } from './score-fixture.ts';

describe('minerva', () => {
  it('takes the letter an answer says it gives, else its last, and guesses none', async () => {
    const answers = [
      'The answer is b because A is not',
      'Option: D',
      'It is definitely C',
      '?',
      'A or E',
    ];
    const { config, prompts, parts, rows, metrics } = await scoreFixture(
      'minerva',
      'minerva',
      answers,
    );
    expect(config.tag).toEqual(['video_qa']);
    expect(prompts[0]).toBe(
      "Which team scores second?\nA. Red\nB. Blue\nC. Green\nD. White\nE. Nobody\nAnswer with the option's letter from the given choices directly.",
    );
    expect(parts[0]).toEqual(['video', 'text']);
    expect(rows.map((row) => row.target)).toEqual(['B', 'D', 'C', 'A', 'E']);
    expect(rows[3]?.metrics).toEqual({
      minerva_acc: {
        id: 'k4',
        question_type: 'Reading',
        split: 'complex',
        category: 'Short Films',
        pred_answer: '',
        answer: 'A',
        score: 0,
      },
    });
    expect(rows[3]?.status).toBe('unparsed');
    expect(metrics['minerva_acc,none']).toBe(80);
  });

  it('takes no first letter of a word for an option', async () => {
    const answers = ['The answer is definitely B', 'D', 'C', 'A', 'answer: e'];
    const { metrics } = await scoreFixture('minerva', 'minerva', answers);
    expect(metrics['minerva_acc,none']).toBe(100);
  });

  it('finds the right option by position or by text', () => {
    const options = { answer_choice_0: 'x', answer_choice_1: 'y' };
    expect(doc_to_target({ ...options, answer_id: '1' })).toBe('B');
    expect(doc_to_target({ ...options, answer_id: null, answer: 'x' })).toBe('A');
    expect(doc_to_target({ ...options, answer: 'z' })).toBe('');
  });
});
