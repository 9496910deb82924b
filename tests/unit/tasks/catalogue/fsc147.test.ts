import { describe, expect, it } from 'vitest';
import { process_results } from '../../../../tasks/fsc147/fsc147.ts';
import { scoreFixture } from './score-fixture.ts';

describe('fsc147', () => {
  it('takes the first number, and none of the objects where there is no number', async () => {
    const answers = ['12', 'There are 1,008 shells.', 'seven', '30.6', ''];
    const { prompts, parts, rows, metrics } = await scoreFixture('fsc147', 'fsc147', answers);
    expect(prompts[0]).toBe(
      'How many red apples are there in the image?\nAnswer with only an integer.',
    );
    expect(parts[0]).toEqual(['image', 'text']);
    expect(rows.map((row) => row.target)).toEqual(['12', '108', '7', '33', '5']);
    expect(rows.map((row) => row.status)).toEqual(['ok', 'ok', 'unparsed', 'ok', 'unparsed']);
    expect(rows.map((row) => row.metrics['fsc147_mae'])).toEqual([0, 900, 7, 2, 5]);
    expect(metrics).toMatchObject({ 'fsc147_exact_match,none': 0.2, 'fsc147_mae,none': 914 / 5 });
  });

  it('refuses a picture without a count', () => {
    expect(() => process_results({ pos_caption: 'birds' }, ['3'])).toThrow(/received the columns/);
  });
});
