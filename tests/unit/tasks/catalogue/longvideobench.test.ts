import { describe, expect, it } from 'vitest';
import { readText } from '../../../../core/read-column.ts';
import { interleave } from '../../../../tasks/longvideobench/interleave.ts';
import { shuffle_options } from '../../../../tasks/longvideobench/longvideobench.ts';
import { scoreFixture } from './score-fixture.ts';

const FOLDER = 'longvideobench';

describe('longvideobench', () => {
  it('gives the share of right letters, and takes no letter outside the options', async () => {
    const answers = ['Answer: B', 'Based on the film, the answer is (A).', 'D', 'E. Never', ''];
    const { prompts, parts, rows, metrics } = await scoreFixture(
      FOLDER,
      'longvideobench_val_v',
      answers,
    );
    expect(prompts[0]).toBe(
      "What color is the cup?\nA. Red\nB. Blue\nC. Green\nD. White\nAnswer with the option's letter from the given choices directly.\n",
    );
    expect(parts[0]).toEqual(['video', 'text']);
    expect(rows.map((row) => row.target)).toEqual([1, 0, 2, 4, 3]);
    expect(rows[0]?.metrics).toEqual({
      lvb_acc: {
        id: 'film0_0',
        duration_group: 15,
        question_category: 'S2A',
        answer: 'B',
        parsed_pred: 'B',
      },
      submission: { film0_0: 'Answer: B' },
    });
    expect(rows.map((row) => row.status)).toEqual(['ok', 'ok', 'unparsed', 'ok', 'unparsed']);
    expect(metrics['lvb_acc,none']).toBe(0.6);
  });

  it('rounds to five decimals, as published', async () => {
    const { metrics } = await scoreFixture(FOLDER, 'longvideobench_no_visual', Array(5).fill('B'));
    expect(metrics['lvb_acc,none']).toBe(0.2);
  });

  it.each(['longvideobench_test_v', 'longvideobench_test_i'])('%s submits', async (task) => {
    const { rows, metrics } = await scoreFixture(FOLDER, task, ['A', 'B', 'C', 'D', 'E']);
    expect(rows[1]?.metrics['submission']).toEqual({ film1_0: 'B' });
    expect(metrics['submission,none']).toBe('N/A');
  });

  it('marks frames and puts the subtitles on the screen between them', async () => {
    const { prompts } = await scoreFixture(FOLDER, 'longvideobench_val_i', Array(5).fill('A'));
    // Four seconds, frames at 0, 1, 2 and 3; the lines are at 0.2–1.0 and 2.1–3.5 of the film.
    expect(prompts[0]).toMatch(
      /^<image>\nLook at the cup\.\n<image>\n<image>\nIt is blue\.\n<image>\nWhat color/,
    );
    // 32 seconds, frames at 0, 2, 4 …: a line of 0.6 s at 10.9 counts as shown from 10.4 to 11.4.
    expect(prompts[1]?.split('What')[0]).toBe(
      `${'<image>\n'.repeat(2)}The first man sits down.\n${'<image>\n'.repeat(9)}The end.\n${'<image>\n'.repeat(5)}`,
    );
  });

  it('says which question has no subtitles', () => {
    expect(() =>
      interleave({ id: 'q', duration: 3, starting_timestamp_for_subtitles: 0, subtitles: 'x' }, 16),
    ).toThrow(/subtitles of the question "q"/);
  });

  it('keeps the right option right in another order', () => {
    const options = { option0: 'w', option1: 'x', option2: 'y', option3: 'z', option4: 'N/A' };
    const orders = ['1', '2', '3', '4'].map((id) => {
      const row = shuffle_options({ id, ...options, correct_choice: 2 });
      expect(row[`option${readText(row, 'correct_choice')}`]).toBe('y');
      expect(row['option4']).toBe('N/A');
      return readText(row, 'option0') + readText(row, 'option1') + readText(row, 'option2');
    });
    expect(new Set(orders).size).toBeGreaterThan(1);
  });

  it('gives the shuffled task a score', async () => {
    const { metrics } = await scoreFixture(FOLDER, 'longvideobench_random_choice', [
      'A',
      'B',
      'C',
      'D',
      'E',
    ]);
    expect(metrics['lvb_acc_n,none']).toBe(5);
  });
});
