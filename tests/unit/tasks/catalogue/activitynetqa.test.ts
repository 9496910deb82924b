import { describe, expect, it } from 'vitest';
import { judge_prompt } from '../../../../tasks/activitynetqa/activitynetqa.ts';
import { scoreFixture } from './score-fixture.ts';

describe('activitynetqa', () => {
  it('gives what a judge says, over the answers it was able to judge', async () => {
    const { prompts, parts, rows, metrics } = await scoreFixture(
      'activitynetqa',
      'activitynetqa',
      ['yes', 'crimson', 'on a tree', '3', 'he sings'],
      [
        "{'pred': 'yes', 'score': 5}",
        "Here: {'pred': 'Yes', 'score': 4.8} as asked",
        '{"pred": "no", "score": 1}',
        'no, it is wrong',
      ],
    );
    expect(prompts[0]).toBe(
      'Does the athlete wear trousers? Answer the question using a single word or phrase.',
    );
    expect(parts[0]).toEqual(['video', 'text']);
    expect(rows[1]?.metrics['gpt_eval_score']).toEqual({
      video_name: 'abc-0',
      question: 'what is the color of the ball',
      answer: 'red',
      pred: 'crimson',
      question_id: 'v_abc-0_1',
      type: 4,
      Correctness: 'yes',
      score: 4,
    });
    // No dictionary, and no judge at all: neither counts.
    expect(rows[3]?.metrics).toEqual({ gpt_eval_score: null, gpt_eval_accuracy: null });
    expect(rows[4]?.metrics).toEqual({ gpt_eval_score: null, gpt_eval_accuracy: null });
    expect(metrics).toMatchObject({ 'gpt_eval_score_n,none': 3 });
    expect(metrics['gpt_eval_score,none']).toBeCloseTo(10 / 3, 12);
    expect(metrics['gpt_eval_accuracy,none']).toBeCloseTo(200 / 3, 12);
  });

  it('shows the judge question, right answer and answer', () => {
    const prompt = judge_prompt({ question: 'how many dogs', answer: '2' }, ['two']);
    expect(prompt).toMatch(/Question: how many dogs\n\nRight answer: 2\n\nGiven answer: two/);
  });
});
