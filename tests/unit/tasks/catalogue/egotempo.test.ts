import { describe, expect, it } from 'vitest';
import { process_results } from '../../../../tasks/egotempo/egotempo.ts';
import { scoreFixture } from './score-fixture.ts';

describe('egotempo', () => {
  it('gives the mean similarity of the texts', async () => {
    const answers = [
      'The answer is: a wooden spoon.',
      'open  the FRIDGE',
      'tree',
      'under the table',
      '',
    ];
    const { prompts, parts, rows, metrics } = await scoreFixture('egotempo', 'egotempo', answers);
    expect(prompts[0]).toBe('Which object do I use after the knife?\nAnswer with a short phrase.');
    expect(parts[0]).toEqual(['video', 'text']);
    expect(rows[1]?.target).toBe('Open the fridge.');
    const scores = rows.map((row) => row.metrics['egotempo_anls']);
    expect(scores[0]).toEqual({ score: 1, question_type: 'temporal_event_ordering' });
    // One edit in 16 characters; one in five; then nothing near enough.
    expect(scores[1]).toMatchObject({ score: 15 / 16 });
    expect(scores[2]).toMatchObject({ score: 0.8 });
    expect(scores.slice(3)).toMatchObject([{ score: 0 }, { score: 0 }]);
    expect(rows[4]?.status).toBe('unparsed');
    expect(metrics['egotempo_anls,none']).toBeCloseTo((1 + 15 / 16 + 0.8) / 5, 12);
  });

  it('counts half alike as alike, less as different', () => {
    const score = (answer: string) =>
      process_results({ answer: 'abcd', question_type: 'x' }, [answer])['egotempo_anls'];
    expect(score('abxy')).toMatchObject({ score: 0.5 });
    expect(score('axyz')).toMatchObject({ score: 0 });
    expect(score('a'.repeat(1_000_000))).toMatchObject({ score: 0 });
  });
});
