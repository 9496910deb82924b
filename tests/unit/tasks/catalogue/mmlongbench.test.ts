import { describe, expect, it } from 'vitest';
import { isNeedleRight } from '../../../../tasks/mmlongbench/needle-answer.ts';
import { scoreFixture } from './score-fixture.ts';

describe('mmlongbench', () => {
  it('scores by what the right answer is', async () => {
    const answers = ['Answer: [3, 2, 1]', 'No, wait: yes', 'Answer is B', 'It is a Blue lamp!', ''];
    const { prompts, parts, rows, metrics } = await scoreFixture(
      'mmlongbench',
      'mmlongbench',
      answers,
    );
    expect(prompts[0]).toBe(
      'You are given interleaved text and images. Answer with a list of integers in brackets, like [1, 2, 3].\n\nIt was late.\n\n<image>\n\nQuestion: List the counts.\n\nAnswer:',
    );
    expect(prompts[1]).toBe(
      'You are given a set of images. Answer the question with Yes or No.\n\n<image>\n\n<image>\n\nQuestion: Is there a dog?\n\nAnswer:',
    );
    expect(prompts[2]).toContain(
      'Question: Which picture fits?\nA. <image>\nB. <image>\n\nAnswer:',
    );
    // A picture that two columns name is shown once.
    expect(parts.map((kinds) => kinds.length)).toEqual([3, 3, 3, 1, 2]);
    expect(rows[1]?.metrics).toEqual({
      mmlongbench_acc: { score: 1, category: 'visual-haystack' },
    });
    expect(metrics).toMatchObject({ 'mmlongbench_acc,none': 0.8, 'mmlongbench_acc_n,none': 5 });
  });

  it.each([
    ['3, 3', [1, 2, 3], true],
    ['counts [1, 2] and [4, 2]', [1, 2, 3], true],
    ['', [0, 0], false],
    ['ANSWER: (C)', 2, true],
    ['2', 2, true],
    ['nothing', 2, false],
    ['the lamp', 'lamp', true],
    ['', 'lamp', false],
  ])('%j for %j: %j', (given, right, verdict) => {
    expect(isNeedleRight(given, right, { isYesNo: false })).toBe(verdict);
  });
});
