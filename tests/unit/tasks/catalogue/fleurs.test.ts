import { describe, expect, it } from 'vitest';
import { scoreFixture } from './score-fixture.ts';

describe('fleurs', () => {
  it('compares normalised English words', async () => {
    const answers = [
      'The old bridge is twenty-two metres long.',
      'rain fell',
      "They can't see the summit",
      '',
      'the colour of the lake changed',
    ];
    const { rows, metrics } = await scoreFixture('fleurs', 'fleurs_en', answers);
    expect(rows[0]?.metrics).toEqual({
      wer: {
        gt: 'the old bridge is 22 metres long',
        pred: 'The old bridge is twenty-two metres long.',
        source: '/data/10.wav',
        language: 'English',
      },
    });
    // Words: 7 + 5 + 6 + 2 + 6; edits: 0 + 3 + 0 + 2 + 0.
    expect(metrics['wer,none']).toBeCloseTo((100 * 5) / 26, 9);
  });

  it.each([
    [
      'fleurs_cmn_hans_cn',
      ['这座桥很长。', '村里下雨', '他们看不见山顶', '', '湖水的颜色变了'],
      6 / 29,
    ],
    [
      'fleurs_yue_hant_hk',
      ['呢條橋好長', '村入面落雨', '佢哋睇唔到山頂', '', '湖水嘅顏色變咗'],
      4 / 28,
    ],
  ])('compares the characters of %s', async (task, answers, share) => {
    const { metrics } = await scoreFixture('fleurs', task, answers);
    expect(metrics['wer,none']).toBeCloseTo(100 * share, 9);
  });
});
