import { describe, expect, it } from 'vitest';
import { parseYesNo } from '../../../../core/extractors/yes-no-answer.ts';
import { process_results } from '../../../../tasks/mme/mme.ts';
import { scoreFixture } from './score-fixture.ts';

describe('mme', () => {
  it('adds up accuracy and accuracy+ of each category, over images with both their questions', async () => {
    const answers = ['Yes', 'No', 'yes.', 'Yes', '**Yes**', 'No', 'Yes, it prints 7', 'No.', 'Yes'];
    const { prompts, parts, rows, metrics } = await scoreFixture('mme', 'mme', answers);
    expect(prompts[0]).toBe(
      'Is there a kite in this image?\nAnswer the question using a single word or phrase.',
    );
    expect(parts[0]).toEqual(['image', 'text']);
    expect(rows.map((row) => row.target).slice(0, 2)).toEqual(['Yes', 'No']);
    expect(rows.map((row) => row.filtered)).toEqual(answers);
    expect(rows[0]?.metrics).toEqual({
      mme_perception_score: { question_id: 'existence/a.png', category: 'existence', score: 1 },
    });
    expect(rows[6]?.metrics).toEqual({
      mme_cognition_score: {
        question_id: 'code_reasoning/a.png',
        category: 'code_reasoning',
        score: 1,
      },
    });
    expect(rows.map((row) => row.status)).toEqual([
      'ok',
      'ok',
      'ok',
      'ok',
      'unparsed',
      'ok',
      'ok',
      'ok',
      'ok',
    ]);
    // Existence: (200 + 50) / 2; colour: 50. Of text_translation only half a pair is there.
    expect(metrics).toMatchObject({
      'mme_perception_score,none': 175,
      'mme_cognition_score,none': 200,
      'mme_perception_score_n,none': 6,
    });
  });

  it('looks for yes, then no, in the first four characters of an answer', () => {
    const answers = [' YES.', 'y', 'N.', 'Not sure', 'None', 'no yes', 'The answer is yes', ''];
    expect(answers.map(parseYesNo)).toEqual([
      'yes',
      'yes',
      'no',
      'no',
      'no',
      'no',
      'other',
      'other',
    ]);
  });

  it('names a column that a document lacks', () => {
    expect(() => process_results({ answer: 'Yes' }, ['Yes'])).toThrow(/column "category"/);
  });
});
