import { describe, expect, it } from 'vitest';
import { judge_prompt } from '../../../../tasks/videoevalpro/videoevalpro.ts';
import { scoreFixture } from './score-fixture.ts';

describe('videoevalpro', () => {
  it('gives the share of A over the answers that a judge graded', async () => {
    const { prompts, parts, rows, metrics } = await scoreFixture(
      'videoevalpro',
      'videoevalpro',
      ['a lamp', 'the wind', '2', 'home', 'a bird'],
      ['A', ' B.', 'Incorrect', 'well'],
    );
    expect(prompts[0]).toBe('What does the woman hold? Keep the answer short and concise.');
    expect(parts[0]).toEqual(['video', 'text']);
    expect(rows[0]?.metrics).toEqual({
      videoevalpro_score: {
        question: 'What does the woman hold?',
        task_type: 'Local Perception',
        text_gt: 'a lantern',
        pred_ans: 'a lamp',
        judge_result: true,
      },
    });
    expect(rows.slice(3).map((row) => row.metrics)).toEqual([
      { videoevalpro_score: null },
      { videoevalpro_score: null },
    ]);
    expect(metrics).toMatchObject({ 'videoevalpro_score_n,none': 3 });
    expect(metrics['videoevalpro_score,none']).toBeCloseTo(1 / 3, 12);
  });

  it('shows the judge question, right answer and answer', () => {
    expect(judge_prompt({ question: 'Who?', answer_text: 'a heron' }, ['a bird'])).toContain(
      'Question: Who?\n\nRight answer: a heron\n\nGiven answer: a bird',
    );
  });
});
