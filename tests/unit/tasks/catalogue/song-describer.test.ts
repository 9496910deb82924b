import { describe, expect, it } from 'vitest';
import { judge_prompt } from '../../../../tasks/song_describer/song_describer.ts';
import { scoreFixture } from './score-fixture.ts';

describe('song_describer', () => {
  it.each(['train', 'validation'])('averages the ratings of %s', async (split) => {
    const judgements = ['Explanation: good\nRating: 4', 'Rating: 1', 'Rating: high', '', undefined];
    const { prompts, parts, rows, metrics } = await scoreFixture(
      'song_describer',
      `song_describer_${split}`,
      ['a piano', 'drums', 'x', 'y', 'z'],
      judgements,
    );
    expect(prompts[0]).toMatch(/^Listen to this music and describe what you hear\./);
    expect(parts[0]).toEqual(['audio', 'text']);
    expect(rows[0]?.metrics).toMatchObject({ eval_score: { score: 4 } });
    expect(metrics).toMatchObject({ 'eval_score,none': 2.5, 'eval_score_n,none': 2 });
  });

  it('shows the judge both descriptions', () => {
    expect(judge_prompt({ text: 'REFERENCE' }, ['GIVEN'])).toMatch(
      /REFERENCE[^]*GIVEN[^]*Rating: /,
    );
  });
});
