import { describe, expect, it } from 'vitest';
import { meanRelativeAccuracy } from '../../../../tasks/vsibench/mean-relative-accuracy.ts';
import { process_results } from '../../../../tasks/vsibench/vsibench.ts';
import { scoreFixture } from './score-fixture.ts';

const TASKS = ['vsibench', 'vsibench_debiased', 'vsibench_pruned', 'vsibench_multiimage'];

describe('vsibench', () => {
  it.each(TASKS)('%s gives the mean over kinds of questions', async (task) => {
    const answers = ['4.', '2.0 m', 'A. left', 'b', '(B)', 'twenty'];
    const { prompts, parts, rows, metrics } = await scoreFixture('vsibench', task, answers);
    expect(prompts[0]).toBe(
      'These are frames of a video.\nHow many chair(s) are in this room?\nPlease answer the question using a single word or phrase.',
    );
    expect(prompts[2]).toBe(
      "These are frames of a video.\nIs the lamp to the left or the right of the door?\nOptions:\nA. left\nB. right\nAnswer with the option's letter from the given choices directly.",
    );
    expect(parts[0]).toEqual(['video', 'text']);
    expect(rows[0]?.metrics['vsibench_score']).toEqual({
      id: 0,
      dataset: 'arkitscenes',
      scene_name: 'scene0000_00',
      question_type: 'object_counting',
      question: 'How many chair(s) are in this room?',
      ground_truth: '4',
      options: null,
      pruned: false,
      prediction: '4.',
      'MRA:.5:.95:.05': 1,
    });
    expect(rows[4]?.metrics['vsibench_score']).toMatchObject({ accuracy: 0 });
    expect(rows[5]?.status).toBe('unparsed');
    // 1 for counting, .6 for a distance off by a fifth, (1 + 0) / 2 for two levels of direction, then 0 and 0.
    expect(metrics['vsibench_score,none']).toBeCloseTo((1 + 0.6 + 0.5) / 5, 12);
  });

  it('falls on borders as floating-point numbers do', () => {
    expect(meanRelativeAccuracy(8, 10)).toBe(0.6);
    expect(meanRelativeAccuracy(10.4, 10)).toBe(1);
    expect(meanRelativeAccuracy(15, 10)).toBe(0.1);
    expect(meanRelativeAccuracy(16, 10)).toBe(0);
    expect(meanRelativeAccuracy(1, 0)).toBe(0);
    expect(meanRelativeAccuracy(undefined, 10)).toBe(0);
  });

  it('refuses a kind of question that it does not know', () => {
    const document = { question_type: 'smell', ground_truth: '1' };
    expect(() => process_results(document, ['1'])).toThrow(/of the kind "smell"/);
  });
});
