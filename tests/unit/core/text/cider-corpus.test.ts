import { describe, expect, it } from 'vitest';
import { captionCider } from '../../../../core/aggregations/caption-cider.ts';
import { ciderScores, type Caption } from '../../../../core/text/cider.ts';
import { createCiderCorpus } from '../../../../core/text/cider-corpus.ts';
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

function meanOf(picked: readonly number[]): number {
  const scores = ciderScores(picked.map((index) => captions[index]!));
  return scores.reduce((total, score) => total + score, 0) / scores.length;
}

describe('createCiderCorpus', () => {
  const corpus = createCiderCorpus(captions);
  it.each([[[0, 1, 2, 3, 4]], [[3, 3, 0]], [[4, 1, 1, 1, 2]], [[0]]])(
    'agrees with the plain scores on %j',
    (picks) => {
      expect(corpus.mean(picks)).toBeCloseTo(meanOf(picks), 10);
    },
  );
});

describe('captionCider', () => {
  it('gives the same number for the same records, counted before or not', () => {
    const all = [0, 1, 2, 3, 4];
    expect(captionCider(records)).toBeCloseTo(meanOf(all), 10);
    expect(captionCider(records)).toBeCloseTo(meanOf(all), 10);
    expect(captionCider([records[3]!, records[3]!, records[0]!])).toBeCloseTo(
      meanOf([3, 3, 0]),
      10,
    );
    const mixed = [records[0]!, { ...records[1]! }];
    expect(captionCider(mixed)).toBeCloseTo(meanOf([0, 1]), 10);
    expect(captionCider([])).toBeNaN();
  });
});
