import { describe, expect, it } from 'vitest';
import { process_results } from '../../../../tasks/videomme/videomme.ts';
import { scoreFixture } from './score-fixture.ts';

describe('videomme', () => {
  it('gives the percentage of right letters, with errors clustered by video', async () => {
    const answers = ['B', 'Answer: C', '(D) the finish', 'a', 'I would say B.'];
    const { config, prompts, parts, rows, metrics } = await scoreFixture(
      'videomme',
      'videomme',
      answers,
    );
    expect(prompts[0]).toBe(
      "Select the best answer to the following multiple-choice question based on the video and the subtitles. Respond with only the letter (A, B, C, or D) of the correct option.\nWhat does the speaker point at?\nA. A globe.\nB. A chart.\nC. A lamp.\nD. A window.\n\nAnswer with the option's letter from the given choices directly.",
    );
    expect(parts[0]).toEqual(['video', 'text']);
    expect(config.cluster_key).toBe('videoID');
    expect(rows.map((row) => row.target)).toEqual(['B', 'C', 'D', 'A', 'B']);
    expect(rows.map((row) => row.filtered)).toEqual(answers);
    expect(rows[3]?.metrics).toEqual({
      videomme_perception_score: {
        question_id: '002-2',
        duration: 'medium',
        category: 'Sports Competition',
        sub_category: 'Athletics',
        task_category: 'OCR Problems',
        pred_answer: '',
        answer: 'A',
        score: 0,
        videoID: 'clip2',
      },
    });
    expect(rows[3]?.status).toBe('unparsed');
    expect(rows.map((row) => row.cluster)).toEqual(['clip1', 'clip1', 'clip2', 'clip2', 'clip3']);
    expect(metrics['videomme_perception_score,none']).toBe(80);
    // Of one video's questions the products of deviations count twice: 2 (20 · 20) + 2 (20 · -80).
    expect(metrics['videomme_perception_score_stderr_clustered,none']).toBeCloseTo(
      Math.sqrt(400 + (800 - 3200) / 25),
      9,
    );
  });

  it('names a column that a document lacks', () => {
    expect(() => process_results({ question_id: '1' }, ['A'])).toThrow(/column "answer"/);
  });
});
