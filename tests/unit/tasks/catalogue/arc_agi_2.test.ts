import { expect, test } from 'vitest';
import { process_results } from '../../../../tasks/arc_agi_2/arc_agi_2.ts';
import { scoreFixture } from './score-fixture.ts';

test('arc_agi_2 shows pairs of pictures and wants the exact grid of the first test', async () => {
  const answers = [
    '[[1,2],[3,4]]',
    'The grid is:\n```json\n[["5"]]\n```',
    '[[0, 0, 1.0]]',
    '[[8],[7]]',
    '2 2\n2 2',
  ];
  const { prompts, parts, rows, metrics } = await scoreFixture('arc_agi_2', 'arc_agi_2', answers);
  expect(prompts[0]).toContain(
    'Image references:\nImage 1 is demo input 1. Image 2 is demo output 1. Image 3 is demo input 2. Image 4 is demo output 2. Image 5 is the final test input.\n\nBased on',
  );
  expect(prompts[0]).toContain('in text grid form for clarity:\n0 0\n0 0\n\nReturn the final');
  expect(parts[0]).toEqual(['image', 'image', 'image', 'image', 'image', 'text']);
  expect(rows.slice(0, 2).map((row) => row.target)).toEqual(['[[1,2],[3,4]]', '[[5]]']);
  expect(rows.map((row) => row.metrics['arc_agi_2_acc'])).toEqual([1, 1, 1, 0, 0]);
  expect(rows.map((row) => row.status)).toEqual(['ok', 'ok', 'ok', 'ok', 'unparsed']);
  expect(metrics['arc_agi_2_acc,none']).toBe(0.6);
});

test('a task of ARC-AGI-2 without a solution is refused', () => {
  expect(() => process_results({ test_outputs: ['?'] }, ['[[1]]'])).toThrow(
    /column "test_outputs"/,
  );
});
