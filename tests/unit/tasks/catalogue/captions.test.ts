import { describe, expect, it } from 'vitest';
import { scoreFixture } from './score-fixture.ts';

const ANSWERS = [
  'A dog runs on grass.',
  'Two men play chess in a park.',
  'a bus',
  '',
  'a girl with an umbrella in the rain',
];

describe.each([
  [
    'coco_cap',
    'coco',
    [
      'coco2014_cap_val',
      'coco2017_cap_val',
      'coco2017_cap_val_lite',
      'coco_karpathy_val',
      'coco_karpathy_test',
    ],
  ],
  ['flickr30k', 'flickr', ['flickr30k_test', 'flickr30k_test_lite']],
  ['nocaps', 'nocaps', ['nocaps_val', 'nocaps_val_lite']],
])('%s', (folder, prefix, tasks) => {
  it.each(tasks)('%s compares all captions together', async (task) => {
    const { prompts, parts, rows, metrics } = await scoreFixture(folder, task, ANSWERS);
    const prompt = task.startsWith('coco_karpathy')
      ? 'Describe the image briefly.'
      : 'Provide a one-sentence caption for the provided image.';
    expect(prompts[0]).toBe(prompt);
    expect(parts[0]).toEqual(['image', 'text']);
    expect(rows[2]?.metrics[`${prefix}_CIDEr`]).toMatchObject({
      answer: ['a red bus stops at a corner', 'the bus is red'],
      pred: 'a bus',
    });
    // Matches: 5 + 7 + 2 + 0 + 8 of as many words. Closest lengths: 4 + 7 + 4 + 3 + 7.
    expect(metrics[`${prefix}_Bleu_1,none`]).toBeCloseTo(Math.exp(1 - 25 / 22), 8);
    expect(metrics[`${prefix}_METEOR,none`]).toBe('N/A');
    expect(metrics[`${prefix}_ROUGE_L,none`]).toBeGreaterThan(0.5);
    expect(metrics[`${prefix}_CIDEr,none`]).toBeGreaterThan(2);
    expect(metrics[`${prefix}_CIDEr_n,none`]).toBe(5);
  });
});

describe('splits without captions', () => {
  it.each([
    ['coco_cap', 'coco2014_cap_test', 'coco_passthrough', { pred: ['a'], image_id: 1 }],
    ['coco_cap', 'coco2017_cap_test', 'coco_passthrough', { pred: ['a'], image_id: 1 }],
    ['nocaps', 'nocaps_test', 'nocaps_passthrough', { pred: 'a', image_id: 0 }],
  ])('%s: %s keeps the answers for the server', async (folder, task, metric, record) => {
    const { rows, metrics } = await scoreFixture(folder, task, ['a', 'b', 'c', 'd', 'e']);
    expect(rows[0]?.metrics).toEqual({ [metric]: record });
    expect(metrics[`${metric},none`]).toBe('N/A');
  });
});
