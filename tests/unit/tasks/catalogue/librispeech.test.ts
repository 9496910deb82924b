import { describe, expect, it } from 'vitest';
import { process_results } from '../../../../tasks/librispeech/librispeech.ts';
import { scoreFixture } from './score-fixture.ts';

describe('librispeech_test_clean', () => {
  it('pools edits and words of the normalised transcripts', async () => {
    const answers = [
      'Mr. Gray said it was 22 miles to the harbor.',
      'The color of the sea changed.',
      "I can't see a light",
      '',
      '<|en|>the old clock struck one',
    ];
    const { prompts, parts, rows, metrics } = await scoreFixture(
      'librispeech',
      'librispeech_test_clean',
      answers,
    );
    expect(prompts[0]).toBe('Please recognize the speech and only output the recognized content:');
    expect(parts[0]).toEqual(['audio', 'text']);
    expect(rows[3]?.target).toBe('NOTHING MOVED');
    expect(rows.map((row) => row.filtered)).toEqual(answers);
    expect(rows[2]?.metrics).toEqual({
      wer: {
        gt: "I CAN'T SEE THE LIGHT",
        pred: "I can't see a light",
        source: 'librispeech_test_clean',
        task: 'asr_en',
      },
    });
    // Words: 10 + 7 + 6 + 2 + 5; edits: 0 + 1 + 1 + 2 + 0.
    expect(metrics['wer,none']).toBeCloseTo((100 * 4) / 30, 9);
    expect(metrics['wer_n,none']).toBe(5);
  });

  it('names a column that a document lacks', () => {
    expect(() => process_results({ source: 'x', task: 'asr_en' }, ['a'])).toThrow(/column "gt"/);
  });
});
