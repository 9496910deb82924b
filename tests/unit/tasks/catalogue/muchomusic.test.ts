import { describe, expect, it } from 'vitest';
import { doc_to_target } from '../../../../tasks/muchomusic/muchomusic.ts';
import { scoreFixture } from './score-fixture.ts';

describe('muchomusic', () => {
  it('reads the letter, and guesses none', async () => {
    const answers = ['(B) Flute', 'Answer: A', 'B or D', 'tense', '(a)'];
    const { prompts, parts, rows, metrics } = await scoreFixture(
      'muchomusic',
      'muchomusic',
      answers,
    );
    expect(prompts[0]).toBe(
      "Which instrument leads?\n(A) Violin\n(B) Flute\n(C) Drum\n(D) Harp\nAnswer with the option's letter from the given choices directly: ",
    );
    expect(parts[0]).toEqual(['audio', 'text']);
    expect(rows.map((row) => row.target)).toEqual(['B', 'A', 'D', 'C', 'A']);
    expect(rows.map((row) => row.status)).toEqual(['ok', 'ok', 'ok', 'unparsed', 'unparsed']);
    expect(metrics['accuracy,none']).toBe(0.6);
  });

  it('refuses a target without a letter', () => {
    expect(() => doc_to_target({ answer: 'Flute' })).toThrow(/does not begin with a letter/);
  });
});
