import { describe, expect, it } from 'vitest';
import { captionCider } from '../../../../core/aggregations/caption-cider.ts';
import { createCiderCorpus, type Caption } from '../../../../core/text/cider.ts';
import { captionWords } from '../../../../core/text/caption-words.ts';

const records = [
  { pred: 'a dog runs on grass', answer: ['a dog runs on the grass', 'dog running in grass'] },
  { pred: 'a dog dog dog', answer: ['two men play chess'] },
  { pred: '', answer: ['a red bus', 'the bus is red'] },
  { pred: 'the bus is red', answer: ['a red bus', 'the bus is red'] },
  { pred: 'a girl', answer: ['a girl holds an umbrella in the rain'] },
];
const captions: readonly Caption[] = records.map(({ pred, answer }) => ({
  words: captionWords(pred),
  references: answer.map(captionWords),
}));

/** By a corpus of the picked captions alone. */
function meanOf(picked: readonly number[]): number {
  const corpus = createCiderCorpus(picked.map((index) => captions[index]!));
  const scores = corpus.scores([...picked.keys()]);
  return scores.reduce((total, score) => total + score, 0) / scores.length;
}

describe('captionCider', () => {
  it.each([[[0, 1, 2, 3, 4]], [[3, 3, 0]], [[4, 1, 1, 1, 2]], [[0]]])(
    'gives the same number for %j, counted before or not',
    (picks) => {
      captionCider(records);
      expect(captionCider(picks.map((pick) => records[pick]!))).toBeCloseTo(meanOf(picks), 12);
      const fresh = records.map((record) => ({ ...record }));
      expect(captionCider(picks.map((pick) => fresh[pick]!))).toBeCloseTo(meanOf(picks), 12);
    },
  );

  it('counts records of two corpora together, and none as nothing', () => {
    captionCider(records);
    expect(captionCider([records[0]!, { ...records[1]! }])).toBeCloseTo(meanOf([0, 1]), 12);
    expect(captionCider([])).toBeNaN();
  });
});
