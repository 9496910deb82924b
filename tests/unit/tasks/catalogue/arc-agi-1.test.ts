import { describe, expect, it } from 'vitest';
import { parseIntegerGrid } from '../../../../core/extractors/integer-grid.ts';
import { process_results } from '../../../../tasks/arc_agi_1/arc_agi_1.ts';
import { scoreFixture } from './score-fixture.ts';

describe('arc_agi_1', () => {
  it('asks for the whole grid, written plainly, fenced or within a sentence', async () => {
    const answers = [
      '[[0, 1], [1, 0]]',
      '```json\n[[2], [2], [2]]\n```',
      'The grid is [[3, 3], [3, 3]].',
      '[[0.0, 4.0]]',
      'no grid',
      '[[6, 1]]',
    ];
    const { prompts, parts, rows, metrics } = await scoreFixture('arc_agi_1', 'arc_agi_1', answers);
    expect(prompts[0]).toContain('Text representation of the test input grid:\n[[1, 0], [0, 1]]\n');
    expect(prompts[0]?.endsWith('Example: [[1,2],[3,4]]')).toBe(true);
    expect(parts[0]).toEqual(['image', 'image', 'text']);
    expect(rows[0]?.target).toBe('[[0, 1], [1, 0]]');
    expect(rows.map((row) => row.filtered)).toEqual(answers);
    expect(rows.map((row) => row.metrics)).toEqual(
      [1, 1, 1, 0, 0, 0].map((score) => ({ arc_agi_1_acc: score })),
    );
    expect(rows.map((row) => row.status)).toEqual(['ok', 'ok', 'ok', 'unparsed', 'unparsed', 'ok']);
    expect(metrics['arc_agi_1_acc,none']).toBe(0.5);
  });

  it('takes the first grid of an answer, a fenced one before the others', () => {
    expect(parseIntegerGrid('first [[9]] then [[5]]')).toEqual([[9]]);
    expect(parseIntegerGrid('[[0]] or\n```\n[[1], [2]]\n```')).toEqual([[1], [2]]);
    expect(parseIntegerGrid('{"text": "[[0]]"}')).toEqual([[0]]);
    expect(parseIntegerGrid('[[true]] [["1"]] [[1')).toBeUndefined();
  });

  it('reads megabytes of brackets in one pass', () => {
    const start = performance.now();
    expect(parseIntegerGrid('[[ '.repeat(1_000_000))).toBeUndefined();
    expect(parseIntegerGrid('[ '.repeat(1_000_000))).toBeUndefined();
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it('says what is wrong with a solution that is no grid', () => {
    expect(() => process_results({ raw_solution: [['a']] }, ['[[1]]'])).toThrow(
      /column "raw_solution": expected a list of grids/,
    );
  });
});
