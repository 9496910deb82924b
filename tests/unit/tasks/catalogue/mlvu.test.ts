import { describe, expect, it } from 'vitest';
import { scoreFixture } from './score-fixture.ts';

describe('mlvu', () => {
  it('gives the mean over kinds of tasks, not over questions', async () => {
    const answers = ['B.', 'C)', 'Option B', 'D', 'the answer is (B)', 'D'];
    const { prompts, parts, rows, metrics } = await scoreFixture('mlvu', 'mlvu_dev', answers);
    expect(prompts[0]).toBe(
      'What does the man hold?\n(A) A cup\n(B) A rope\n(C) A book\n(D) A hat\nOnly give the best option.\nBest option: (',
    );
    expect(parts[0]).toEqual(['video', 'text']);
    expect(rows[1]?.metrics).toEqual({
      mlvu_percetion_score: {
        question_id: 'What lies on the table?\n(A) A key\n(B) A ring\n(C) A coin\n(D) A pen',
        task_type: 'needle',
        pred_answer: 'C',
        answer: 'C',
      },
    });
    // plotQA has one of two right, the other four kinds all: (50 + 4 · 100) / 5.
    expect(metrics['mlvu_percetion_score,none']).toBe(90);
  });

  it('knows the six options of the test set', async () => {
    const answers = ['F', 'c', 'Answer: E', '', 'D. 4'];
    const { prompts, rows, metrics } = await scoreFixture('mlvu', 'mlvu_test', answers);
    expect(prompts[0]).toMatch(/\(F\) A lamp$/);
    expect(rows.map((row) => row.status)).toEqual(['ok', 'unparsed', 'ok', 'unparsed', 'ok']);
    expect(metrics['mlvu_percetion_score,none']).toBe(60);
  });
});
