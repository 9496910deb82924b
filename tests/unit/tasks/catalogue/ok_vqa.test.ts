import { expect, test } from 'vitest';
import { scoreFixture } from './score-fixture.ts';

test.each(['ok_vqa_val2014', 'ok_vqa_val2014_lite'])(
  '%s scores agreement with the annotators',
  async (task) => {
    const answers = ['Race', 'A vine', 'teddy bear.', '2', 'pizza'];
    const { prompts, parts, rows, metrics } = await scoreFixture('ok_vqa', task, answers);
    expect(prompts[0]).toBe(
      "What sport can you use this for?\nWhen the provided information is insufficient, respond with 'Unanswerable'.\nAnswer the question using a single word or phrase.",
    );
    expect(parts[0]).toEqual(['image', 'text']);
    expect(rows[3]?.target).toEqual(Array.from({ length: 10 }, () => 'two'));
    expect(rows[1]?.metrics['submission']).toEqual({ image: '2971476.jpg', answer: 'vine' });
    // Two annotators said pizza: one of three for themselves, two of three for the eight others.
    const expected = [1, 1, 1, 1, (2 * (1 / 3) + 8 * (2 / 3)) / 10];
    for (const [doc, row] of rows.entries()) {
      expect(row.metrics['exact_match']).toBeCloseTo(expected[doc]!, 12);
    }
    expect(metrics['exact_match,none']).toBeCloseTo((4 + 0.6) / 5, 12);
  },
);
