import { describe, expect, it } from 'vitest';
import { process_results } from '../../../../tasks/librispeech/librispeech.ts';
import { discoverTasks } from '../../../../tasks/discover-tasks.ts';
import { scoreFixture } from './score-fixture.ts';

const ANSWERS = [
  'Mr. Gray said it was 22 miles to the harbor.',
  'The color of the sea changed.',
  "I can't see a light",
  '',
  '<|en|>the old clock struck one',
];

describe('librispeech', () => {
  it.each(['dev_clean', 'dev_other', 'test_clean', 'test_other'])(
    'pools edits and words of the normalised transcripts of %s',
    async (split) => {
      const { prompts, parts, rows, metrics, config } = await scoreFixture(
        'librispeech',
        `librispeech_${split}`,
        ANSWERS,
      );
      expect(config).toMatchObject({
        test_split: `librispeech_${split}`,
        dataset_name: `librispeech_${split}`,
      });
      expect(prompts[0]).toBe(
        'Please recognize the speech and only output the recognized content:',
      );
      expect(parts[0]).toEqual(['audio', 'text']);
      expect(rows[3]?.target).toBe('NOTHING MOVED');
      expect(rows.map((row) => row.filtered)).toEqual(ANSWERS);
      expect(rows[2]?.metrics).toEqual({
        wer: {
          gt: "I CAN'T SEE THE LIGHT",
          pred: "I can't see a light",
          source: 'librispeech_test_clean',
          task: 'asr_en',
        },
      });
      // Words: 10 + 7 + 6 + 2 + 5; edits: 0 + 1 + 1 + 2 + 0.
      expect(metrics['wer,none']).toBeCloseTo((100 * 4) / 30, 9);
      expect(metrics['wer_n,none']).toBe(5);
    },
  );

  it.each(['test_clean', 'test_other'])('scores the joined speech of %s alike', async (split) => {
    const answers = [
      'Mister Gray said it was 22 miles.',
      'Nothing in the harbor.',
      'the old clock struck one',
      'she saw the light',
      'They went home!',
    ];
    const { rows, metrics } = await scoreFixture(
      'librispeech',
      `librispeech_${split}_long`,
      answers,
    );
    expect(rows[1]?.target).toBe('NOTHING MOVED IN THE HARBOUR');
    expect(rows[4]?.metrics).toEqual({
      wer: { gt: 'THEY WENT HOME', pred: 'They went home!', task: 'asr_en' },
    });
    // Words: 7 + 5 + 5 + 4 + 3; one left out.
    expect(metrics['wer,none']).toBeCloseTo(100 / 24, 9);
  });

  it('asks some models in the words they know', async () => {
    const { config } = await scoreFixture('librispeech', 'librispeech_test_clean_long', ANSWERS);
    expect(config.lmms_eval_specific_kwargs).toMatchObject({
      qwen2_audio: { post_prompt: ' <|en|>' },
      qwen2_5_omni: { post_prompt: '' },
    });
  });

  it('is a group of four and a group of two', () => {
    const { groups, tasks } = discoverTasks([]);
    expect(groups.has('librispeech') && groups.has('librispeech_long')).toBe(true);
    expect([...tasks.keys()].filter((name) => name.startsWith('librispeech_'))).toHaveLength(6);
  });

  it('names a column that a document lacks', () => {
    expect(() => process_results({ source: 'x', task: 'asr_en' }, ['a'])).toThrow(/column "gt"/);
  });
});
