import { expect, test } from 'vitest';
import { scoreFixture } from './score-fixture.ts';

const ANSWERS = ['Night-time', 'dog years', 'Unanswerable', 'no', ''];

test.each(['vizwiz_vqa_val', 'vizwiz_vqa_val_lite'])(
  '%s counts "unanswerable" as any other answer',
  async (task) => {
    const { prompts, parts, rows, metrics } = await scoreFixture('vizwiz_vqa', task, ANSWERS);
    expect(prompts[0]).toBe(
      "Can you tell me what this medicine is please?\nWhen the provided information is insufficient, respond with 'Unanswerable'.\nAnswer the question using a single word or phrase.",
    );
    expect(parts[0]).toEqual(['image', 'text']);
    // One annotator said no: none for herself, one of three for the nine others.
    const expected = [1, 1, 1, 0.3, 0];
    for (const [doc, row] of rows.entries()) {
      expect(row.metrics['exact_match']).toBeCloseTo(expected[doc]!, 12);
    }
    expect(metrics['exact_match,none']).toBeCloseTo(0.66, 12);
  },
);

test('vizwiz_vqa_test keeps what the server takes and has no score', async () => {
  const { rows, metrics } = await scoreFixture('vizwiz_vqa', 'vizwiz_vqa_test', ANSWERS);
  expect(rows[1]?.metrics).toEqual({
    submission: { image: 'VizWiz_val_00000001.jpg', answer: 'dog years' },
  });
  expect(metrics['submission,none']).toBe('N/A');
});
