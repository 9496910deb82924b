import { describe, expect, it } from 'vitest';
import { scoreFixture } from './score-fixture.ts';

describe('europal_asr', () => {
  it.each(['validation', 'test'])('counts punctuation, not case, in %s', async (split) => {
    const answers = [
      'mr president, I thank you.',
      'We vote tomorrow',
      "The audio says: The report isn't ready, and that's a pity.",
      '"Thank you."',
      'No. No.',
    ];
    const { rows, metrics } = await scoreFixture('europal_asr', `europal_asr_${split}`, answers);
    expect(rows.map((row) => row.metrics['wer'])).toEqual([0, 1 / 3, 0, 0, 1]);
    expect(metrics['wer,none']).toBeCloseTo((1 / 3 + 1) / 5, 12);
  });
});
