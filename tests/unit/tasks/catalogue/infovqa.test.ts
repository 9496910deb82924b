import { expect, test } from 'vitest';
import { scoreFixture } from './score-fixture.ts';

const ANSWERS = ['3.6', 'march', 'about 72 %', 'Acme Studios', ''];

test.each(['infovqa_val', 'infovqa_val_lite'])(
  '%s gives the similarity to the nearest reference',
  async (task) => {
    const { prompts, parts, rows, metrics } = await scoreFixture('infovqa', task, ANSWERS);
    expect(prompts[1]).toBe(
      'Which month had the most visits?\nAnswer the question using a single word or phrase.',
    );
    expect(parts[1]).toEqual(['image', 'text']);
    expect(rows[1]?.target).toEqual(['March', 'march']);
    // One of four characters missing, one of twelve added; seven edits in ten are no answer.
    expect(rows.map((row) => row.metrics['anls'])).toEqual([0.75, 1, 0, 1 - 1 / 12, 0]);
    expect(metrics['anls,none']).toBeCloseTo((0.75 + 1 + 1 - 1 / 12) / 5, 12);
  },
);

test('infovqa_test keeps what the server takes and has no score', async () => {
  const { rows, metrics } = await scoreFixture('infovqa', 'infovqa_test', ANSWERS);
  expect(rows[1]?.metrics).toEqual({ submission: { questionId: 98301, answer: 'march' } });
  expect(metrics).toMatchObject({ 'submission,none': 'N/A', 'submission_n,none': 5 });
});
