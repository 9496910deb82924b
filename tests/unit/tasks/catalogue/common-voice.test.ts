import { describe, expect, it } from 'vitest';
import { scoreFixture } from './score-fixture.ts';

const PROMPT = 'Please recognize the speech and only output the recognized content:';

describe('common_voice_15', () => {
  it('compares normalised English words', async () => {
    const answers = [
      'mister gray paid 20 dollars',
      'the color of the sky is blue',
      'she can swim',
      '',
      'It rained',
    ];
    const { prompts, parts, rows, metrics } = await scoreFixture(
      'common_voice_15',
      'common_voice_15_en',
      answers,
    );
    expect(prompts[0]).toBe(PROMPT);
    expect(parts[0]).toEqual(['audio', 'text']);
    expect(rows[2]?.metrics).toEqual({
      wer: {
        gt: "She can't swim.",
        pred: 'she can swim',
        source: 'common_voice_en_2.mp3',
        task: 'en',
      },
    });
    // Words: 4 ("mister gray paid $20" leaves 20) + 7 + 4 ("can not") + 2 + 4; edits: "dollars" is
    // written as a sign, then dropped: 0; 0; 1; 2; 2.
    expect(metrics['wer,none']).toBeCloseTo((100 * 5) / 21, 9);
  });

  it('compares French words without their accents of punctuation', async () => {
    const answers = ["l'été est là", 'Où vas-tu', 'il fait chaud', 'merci', ''];
    const { metrics } = await scoreFixture('common_voice_15', 'common_voice_15_fr', answers);
    // Words: l été est là | où vas tu | il fait beau | merci beaucoup | elle lit un livre.
    expect(metrics['wer,none']).toBeCloseTo((100 * 6) / 16, 9);
  });

  it('compares Chinese characters, blanks and punctuation aside', async () => {
    const answers = ['今天 天气很好', '我喜欢看书。', '他在北京工作', '', '水 是生命之源。'];
    const { metrics } = await scoreFixture('common_voice_15', 'common_voice_15_zh-CN', answers);
    // Characters: 6 + 5 + 6 + 3 + 6; edits: 0 + 1 + 0 + 3 + 0.
    expect(metrics['wer,none']).toBeCloseTo((100 * 4) / 26, 9);
  });
});
