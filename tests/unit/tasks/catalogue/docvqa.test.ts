import { describe, expect, it } from 'vitest';
import { scoreFixture } from './score-fixture.ts';

describe('docvqa', () => {
  it.each(['docvqa_val', 'docvqa_val_lite'])(
    '%s takes the nearest of the references and drops similarities under one half',
    async (task) => {
      const answers = ['Mar 4, 1981', 'J Miller', '1250', 'page 17', 'dr. rivera'];
      const { prompts, parts, rows, metrics } = await scoreFixture('docvqa', task, answers);
      expect(prompts[1]).toBe(
        'Who signed the letter?\nAnswer the question using a single word or phrase.',
      );
      expect(parts[1]).toEqual(['image', 'text']);
      expect(rows[0]?.target).toEqual(['March 4, 1981', 'Mar 4, 1981']);
      expect(rows.map((row) => row.filtered)).toEqual(answers);
      const scores = rows.map((row) => row.metrics['anls']);
      // One edit in nine characters; "1250" and "page 17" are more than half away.
      expect(scores).toEqual([1, 1 - 1 / 9, 0, 0, 1]);
      expect(metrics['anls,none']).toBeCloseTo((3 - 1 / 9) / 5, 12);
    },
  );

  it('keeps what the server takes of docvqa_test, which has no score', async () => {
    const { rows, metrics } = await scoreFixture('docvqa', 'docvqa_test', [
      'a',
      'b',
      'c',
      'd',
      'e',
    ]);
    const record = { questionId: 49151, answer: 'b' };
    expect(rows[1]?.metrics).toEqual({ anls: record, submission: record });
    expect(metrics).toMatchObject({ 'submission,none': 'N/A', 'submission_n,none': 5 });
    expect(metrics).not.toHaveProperty('anls,none');
  });
});
