import { describe, expect, it } from 'vitest';
import { scoreFixture } from './score-fixture.ts';

describe('ami', () => {
  it.each(['train', 'validation', 'test'])(
    'averages the errors of the utterances of %s',
    async (split) => {
      const answers = [
        'Okay.',
        "It's a remote control that we'd like to sell.",
        'Transcription: "yeah I think so"',
        '',
        '<answer>we need a design</answer>',
      ];
      const { prompts, parts, rows, metrics, config } = await scoreFixture(
        'ami',
        `ami_${split}`,
        answers,
      );
      expect(config).toMatchObject({ dataset_name: 'ihm', test_split: split });
      expect(prompts[0]).toMatch(/^Please transcribe the following audio\. Only/);
      expect(parts[0]).toEqual(['audio', 'text']);
      expect(rows.map((row) => row.metrics['wer'])).toEqual([0, 1 / 10, 0, 1, 1 / 5]);
      expect(metrics['wer,none']).toBeCloseTo(1.3 / 5, 12);
    },
  );
});
