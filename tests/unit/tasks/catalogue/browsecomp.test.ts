import { describe, expect, it } from 'vitest';
import { judge_prompt } from '../../../../tasks/browsecomp/browsecomp.ts';
import { decryptColumn } from '../../../../tasks/browsecomp/decrypt.ts';
import { scoreFixture } from './score-fixture.ts';

const ANSWERS = [
  'Explanation: …\nExact Answer: ponte  velha\nConfidence: 80%',
  'Final answer: Anna Müller',
  '1911',
  'Exact Answer:\nOrtega, J.\nConfidence: 130',
  '',
];

describe('browsecomp', () => {
  it('decrypts, and compares the exact answers where no judge spoke', async () => {
    const { prompts, rows, metrics } = await scoreFixture('browsecomp', 'browsecomp', ANSWERS);
    expect(prompts[0]).toBe(
      'Which bridge has been rebuilt twice since 1900 in this town?\n\nYour response should be in the following format:\nExplanation: {your explanation for your final answer}\nExact Answer: {your succinct, final answer}\nConfidence: {your confidence score between 0% and 100% for your answer}',
    );
    expect(rows.map((row) => row.target)).toEqual([
      'Ponte Velha',
      'Ana Müller',
      '1911',
      'J. Ortega',
      'Blue Lamp Ltd.',
    ]);
    expect(rows[0]?.metrics['browsecomp_acc']).toEqual({
      question_topic: 'Geography',
      prediction: 'ponte  velha',
      target: 'Ponte Velha',
      confidence: 80,
      correct: 1,
    });
    expect(rows[3]?.metrics['browsecomp_acc']).toMatchObject({ confidence: 100, correct: 0 });
    expect(rows[4]?.status).toBe('unparsed');
    expect(metrics).toMatchObject({ 'browsecomp_acc,none': 0.4, 'browsecomp_acc_n,none': 5 });
  });

  it('follows the judge, and not a reply that says neither', async () => {
    const judgements = ['Incorrect', 'Correct.', 'unsure', 'correct', 'incorrect'];
    const { metrics } = await scoreFixture('browsecomp', 'browsecomp', ANSWERS, judgements);
    expect(metrics['browsecomp_acc,none']).toBe(0.6);
  });

  it('refuses what the canary does not open', () => {
    const row = { canary: 'c', problem: 'no base64!', answer: '/////w==' };
    expect(() => decryptColumn(row, 'problem')).toThrow(/Cannot decrypt the column "problem"/);
    expect(() => judge_prompt(row, ['x'])).toThrow(/Cannot decrypt/);
  });
});
