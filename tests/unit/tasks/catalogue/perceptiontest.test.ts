import { describe, expect, it } from 'vitest';
import type { LogLikelihoodPair } from '../../../../core/rows.ts';
import { scoreFixture } from './score-fixture.ts';

const FOLDER = 'perceptiontest';

describe('perceptiontest', () => {
  it('counts the first capital letter that stands alone', async () => {
    const answers = ['C', 'A.', 'The answer is (B)', 'b', 'Ants'];
    const { prompts, parts, rows, metrics } = await scoreFixture(
      FOLDER,
      'perceptiontest_val_mc',
      answers,
    );
    expect(prompts[0]).toBe(
      "Where did the person put the cup?\nA. table\nB. floor\nC. shelf\nAnswer with the option's letter from the given choices directly.",
    );
    expect(parts[0]).toEqual(['video', 'text']);
    expect(rows.map((row) => row.target)).toEqual(['2', '0', '1', '1', '0']);
    expect(rows[0]?.metrics).toEqual({
      accuracy: {
        video_name: 'video_10001',
        question: 'Where did the person put the cup?',
        pred_id: 2,
        answer_id: '2',
        correct: 1,
      },
    });
    expect(rows.map((row) => row.status)).toEqual(['ok', 'ok', 'ok', 'unparsed', 'unparsed']);
    expect(metrics['accuracy,none']).toBe(0.6);
  });

  it('counts the likeliest option', async () => {
    const answers = [2, 0, 0, 1, 0].map(favouring);
    const { prompts, rows, metrics } = await scoreFixture(
      FOLDER,
      'perceptiontest_val_mcppl',
      answers,
    );
    expect(prompts[0]).toBe('Where did the person put the cup?');
    expect(rows[2]?.metrics).toEqual({
      accuracy: {
        video_name: 'video_10003',
        question: 'Would the tower fall if the block was removed?',
        question_id: 2,
        pred_id: 0,
        answer_id: '1',
        area: 'physics',
        reasoning: 'counterfactual',
        tag: ['sequence'],
        correct: 0,
      },
    });
    expect(metrics['accuracy,none']).toBe(0.8);
  });

  it('submits answers to the test questions', async () => {
    const { rows, metrics } = await scoreFixture(FOLDER, 'perceptiontest_test_mc', [
      'B.',
      'C',
      'none',
      'A',
      'D',
    ]);
    expect(rows[0]?.target).toBe('');
    expect(rows.map((row) => row.metrics['submission'])).toMatchObject([
      { video_name: 'video_10001', question_id: 0, pred_id: 1 },
      { pred_id: 2 },
      { pred_id: -1 },
      { pred_id: 0 },
      { pred_id: -1 },
    ]);
    expect(metrics['submission,none']).toBe('N/A');
  });

  it('submits the likeliest option', async () => {
    const answers = [2, 0, 0, 1, 0].map(favouring);
    const { rows } = await scoreFixture(FOLDER, 'perceptiontest_test_mcppl', answers);
    expect(rows[0]?.metrics['submission']).toEqual({
      video_name: 'video_10001',
      question: 'Where did the person put the cup?',
      question_id: 0,
      pred_id: 2,
    });
  });
});

function favouring(position: number): LogLikelihoodPair[] {
  return [0, 1, 2].map((option) => [option === position ? -1 : -2, false]);
}
