import { describe, expect, it } from 'vitest';
import { scoreFixture } from './score-fixture.ts';

describe('wenet_speech', () => {
  it.each(['dev', 'test_meeting', 'test_net'])(
    'mixes characters and words in %s',
    async (split) => {
      const answers = ['今天天气很好。', '我们用AI来做吧', '他说没问题', '', '再见 123'];
      const { prompts, parts, rows, metrics } = await scoreFixture(
        'wenet_speech',
        `wenet_speech_${split}`,
        answers,
      );
      expect(prompts[0]).toMatch(/^Please listen to the audio and transcribe what you hear\./);
      expect(parts[0]).toEqual(['audio', 'text']);
      expect(rows.map((row) => row.metrics['mer_raw'])).toEqual([0, 1 / 7, 1 / 6, 1, 0]);
      expect(rows[3]?.metrics).toEqual({ mer: 100, accuracy: 0, mer_raw: 1 });
      expect(metrics['mer,none']).toBeCloseTo((100 * (1 / 7 + 1 / 6 + 1)) / 5, 9);
    },
  );
});
