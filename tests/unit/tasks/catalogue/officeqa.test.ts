import { describe, expect, it } from 'vitest';
import { doc_to_text, process_results } from '../../../../tasks/officeqa/officeqa.ts';
import { scoreFixture } from './score-fixture.ts';

describe('officeqa', () => {
  it('accepts numbers within five percent, and texts without regard to case', async () => {
    const answers = ['2500', '0.13', 'march  1977', '0.0', ''];
    const { prompts, rows, metrics } = await scoreFixture('officeqa', 'officeqa', answers);
    expect(prompts[0]).toBe(
      'What was the total (0)?\nAnswer with a single word, phrase, or option letter.',
    );
    expect(rows.map((row) => row.target)).toEqual([
      '2,602',
      '12.5%',
      'March 1977',
      '0',
      '507 million',
    ]);
    expect(rows[4]?.status).toBe('unparsed');
    expect(metrics).toMatchObject({
      'officeqa_relaxed_accuracy,none': 0.8,
      'officeqa_relaxed_accuracy_n,none': 5,
    });
  });

  it.each([
    ['2400', '2,602', 0],
    ['0.1', '0', 0],
    ['507', '507 million', 0],
    ['5 %', '0.05', 1],
  ])('%j for %j: %d', (given, answer, score) => {
    expect(process_results({ answer }, [given])['officeqa_relaxed_accuracy']).toBe(score);
  });

  it('lists options, and accepts the letter that the answer begins with', () => {
    const document = { question: 'Which?', options: ['Gold', 'Silver'], answer: 'B. Silver' };
    expect(doc_to_text(document, {})).toBe('Which?\nA. Gold\nB. Silver');
    expect(process_results(document, ['(b)'])).toEqual({
      officeqa_relaxed_accuracy: 1,
      unparsed: false,
    });
  });
});
