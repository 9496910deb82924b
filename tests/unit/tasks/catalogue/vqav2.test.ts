import { describe, expect, it } from 'vitest';
import { process_results } from '../../../../tasks/vqav2/vqav2.ts';
import { scoreFixture } from './score-fixture.ts';

describe('vqav2_val', () => {
  it('scores agreement with the annotators, number words and digits being equal', async () => {
    const answers = ['down', 'Yes.', 'two', 'red and white', 'yes'];
    const { prompts, parts, rows, metrics } = await scoreFixture('vqav2', 'vqav2_val', answers);
    expect(prompts[0]).toBe(
      'Where is he looking?\nAnswer the question using a single word or phrase.',
    );
    expect(parts[0]).toEqual(['image', 'text']);
    expect(rows.map((row) => row.target)).toEqual(['down', 'yes', '2', 'red and white', 'no']);
    expect(rows.map((row) => row.filtered)).toEqual(answers);
    const expected = [1, 1, 1, 0.6, 0.3];
    for (const [doc, row] of rows.entries()) {
      expect(row.metrics['exact_match']).toBeCloseTo(expected[doc]!, 12);
    }
    expect(metrics['exact_match,none']).toBeCloseTo(0.78, 12);
  });

  it('refuses annotations of another kind than records with an answer', () => {
    expect(() => process_results({ answers: ['red', 'blue'] }, ['red'])).toThrow(
      /expected a list of records with an answer each, received \["red","blue"\]/,
    );
    expect(() => process_results({ answers: [] }, ['red'])).toThrow(/column "answers"/);
  });

  it('keeps what the server takes of vqav2_test, which has no score', async () => {
    const answers = ['A Nikon', 'b', 'c', 'd', 'Two'];
    const { rows, metrics } = await scoreFixture('vqav2', 'vqav2_test', answers);
    expect(rows.map((row) => row.metrics['submission'])).toMatchObject(
      answers.map((answer) => ({ answer })),
    );
    expect(Object.keys(rows[0]?.metrics ?? {})).toEqual(['submission']);
    expect(metrics['submission,none']).toBe('N/A');
  });

  it('has a lite edition with the same score', async () => {
    const answers = ['down', 'Yes.', 'two', 'red and white', 'yes'];
    const { metrics } = await scoreFixture('vqav2', 'vqav2_val_lite', answers);
    expect(metrics['exact_match,none']).toBeCloseTo(0.78, 12);
  });
});
