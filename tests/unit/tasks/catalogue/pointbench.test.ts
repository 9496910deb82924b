import { describe, expect, it } from 'vitest';
import { process_results } from '../../../../tasks/pointbench/pointbench.ts';
import { scoreFixture } from './score-fixture.ts';

describe('pointbench', () => {
  it('gives the share of points on the mask, and whether the asked-for ones are', async () => {
    const answers = [
      '[(0.15, 0.3), (0.9, 0.9)]',
      'They are at (50, 100) and (550, 500).',
      'There are none',
      '(150, 300), (150, 300)',
      '[(0.99, 1.0)]',
    ];
    const fixture = await scoreFixture('pointbench', 'pointbench', answers);
    const { prompts, parts, rows, metrics } = fixture;
    expect(prompts[0]).toMatch(
      /^Point to the cup 0 Your answer should be formatted as a list of tuples.*Return only list of tuples, do not add anything else\.$/,
    );
    expect(parts[0]).toEqual(['image', 'text']);
    expect(rows[0]?.metrics['pointbench_acc']).toEqual({
      id: 0,
      pred: answers[0],
      parsed_points: [
        [15, 15],
        [90, 45],
      ],
      accuracy: 0.5,
      category: 'spatial',
    });
    expect(rows.map((row) => row.status)).toEqual(['ok', 'ok', 'unparsed', 'ok', 'ok']);
    // The last point is rounded onto the row below the picture.
    expect(metrics['pointbench_acc,none']).toBeCloseTo((0.5 + 1 + 0 + 1 + 0) / 5, 12);
    // Two points on one object are not the one that was to be counted.
    expect(metrics['pointbench_binary_acc,none']).toBeCloseTo(2 / 5, 12);
    expect(metrics['pointbench_acc_n,none']).toBe(5);
  });

  it('reads lists in JSON where the task asks for them', async () => {
    const answers = ['[{"point_2d": [150, 300]}]', '[5, 5] [0.55, 0.5]', '', '[150, 300]', 'x'];
    const { prompts, metrics } = await scoreFixture('pointbench', 'pointbench_json', answers);
    expect(prompts[1]).toBe(
      'pointing: Point to the cup 1, You should point to all the objects in the image that are mentioned in the question.\nReturn points in JSON format and normalized to the range [0, 1000].',
    );
    expect(metrics['pointbench_binary_acc,none']).toBeCloseTo(3 / 5, 12);
  });

  it('refuses a question whose mask is not there', () => {
    expect(() => process_results({ mask: 'm.png' }, ['(1, 1)'])).toThrow(/column "mask" must hold/);
  });
});
