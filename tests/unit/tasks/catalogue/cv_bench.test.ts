import { expect, test } from 'vitest';
import { aggregate } from '../../../../core/aggregations/aggregate.ts';
import { scoreFixture } from './score-fixture.ts';

test('cv_bench reads the letter that begins the answer and averages 2D with 3D', async () => {
  const scored = await scoreFixture('cv_bench', 'cv_bench', [
    'A',
    '(E) 0',
    'a. left',
    '(A)',
    '**A**',
    'B',
    '(b) bed',
  ]);
  expect(scored.prompts[2]).toBe(
    'Note: You only need to respond with A, B without providing any additional information.\n\nWhere is the cup with respect to the box? Select from the following choices.\n(A) left\n(B) right',
  );
  expect(scored.parts[2]).toEqual(['image', 'text']);
  expect(scored.rows[1]).toMatchObject({ target: '(E)', filtered: '(E) 0' });
  expect(scored.rows[1]?.metrics).toEqual({
    cv_bench_acc: {
      id: 1,
      gt_content: 'E',
      pred_parsed: 'E',
      pred: '(E) 0',
      type: '2D',
      task: 'Count',
      source: 'ADE20K',
      is_correct: true,
    },
  });
  expect(scored.rows.map((row) => row.status === 'unparsed')).toEqual([
    false,
    false,
    false,
    false,
    true,
    false,
    false,
  ]);
  // ADE20K 2 of 2, COCO 1 of 2, Omni3D 2 of 3.
  expect(scored.metrics['cv_bench_acc,none']).toBeCloseTo((0.75 + 2 / 3) / 2, 12);
});

test('of a part of cv_bench the sources that are there count', () => {
  const records = [
    { source: 'COCO', is_correct: true },
    { source: 'COCO', is_correct: false },
  ];
  expect(aggregate('cv_bench', records)).toBe(0.5);
});

test('a source that cv_bench does not have is refused', () => {
  expect(() => aggregate('cv_bench', [{ source: 'KITTI', is_correct: true }])).toThrow(
    /Cannot compute cv_bench/,
  );
});

test.each([
  ['cv_bench_2d', '2D'],
  ['cv_bench_3d', '3D'],
])('%s is the configuration %s, scored alike', async (task, name) => {
  const answers = ['A', '(E) 0', 'a. left', '(A)', '**A**', 'B', '(b) bed'];
  const { config, metrics } = await scoreFixture('cv_bench', task, answers);
  expect(config.dataset_name).toBe(name);
  expect(metrics['cv_bench_acc,none']).toBeCloseTo((0.75 + 2 / 3) / 2, 12);
});
