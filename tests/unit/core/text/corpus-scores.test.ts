import { describe, expect, it } from 'vitest';
import { aggregate } from '../../../../core/aggregations/aggregate.ts';
import { bleuScore, bleuStatistics } from '../../../../core/text/bleu.ts';
import { chrfScore, chrfStatistics } from '../../../../core/text/chrf.ts';
import { createCiderCorpus } from '../../../../core/text/cider.ts';
import { captionRougeL, rougeL } from '../../../../core/text/rouge-l.ts';
import { tokenise13a } from '../../../../core/text/tokenise-13a.ts';
import { terScore, terStatistics } from '../../../../core/text/translation-edits.ts';
import { splitWords } from '../../../../core/text/words.ts';

/** Scores by sacrebleu 2.6.0, rouge-score 0.1.2 and pycocoevalcap 1.2. */
const GOLDEN = [
  {
    prediction: 'near sat 1,000 café (well) house',
    references: [
      'near green 1,000 café (well) house 3.5 old, sat the',
      'near (well) 1,000 (well) house 3.5 house café sat the',
      'near (well) café house sat 1,000 the sat old,',
    ],
    bleu: 46.4120829187062,
    chrf: 54.83401486830153,
    ter: 51.724137931034484,
    rouge: 0.631578947368421,
    captionRouge: 0.5980392156862745,
    cider: 2.7211807288504124,
  },
  {
    prediction: 'a stone (well) the bird old, 1,000 the',
    references: [
      'a stone (well) bird old, bird the cat and',
      "1,000 dog (well) red bird the cat bird old, a it's",
      'a stone (well) and bird old, bird the cat the',
    ],
    bleu: 46.39763763064531,
    chrf: 52.99237901047222,
    ter: 40,
    rouge: 0.6666666666666666,
    captionRouge: 0.6984732824427481,
    cider: 2.5284702874451934,
  },
  {
    prediction: "(well) it's dog bird tree",
    references: ["it's dog and (well) mat bird"],
    bleu: 27.890014303843827,
    chrf: 47.10084358124198,
    ter: 66.66666666666666,
    rouge: 0.6153846153846153,
    captionRouge: 0.5366568914956013,
    cider: 1.596077243057041,
  },
  {
    prediction: '3.5 cat fence tree',
    references: ['tree near 3.5 fence 3.5'],
    bleu: 16.37226966703825,
    chrf: 31.263401773021222,
    ter: 80,
    rouge: 0.5,
    captionRouge: 0.43571428571428567,
    cider: 1.8665538852397037,
  },
  {
    prediction: '3.5 tree 3.5 bird sat fence',
    references: ['3.5 bird 3.5 on red bird stone'],
    bleu: 15.207218222740094,
    chrf: 33.314347711240835,
    ter: 71.42857142857143,
    rouge: 0.5882352941176471,
    captionRouge: 0.45522388059701485,
    cider: 0.9860653543554742,
  },
];

describe('sentence scores', () => {
  it.each(GOLDEN)('agree with the published tools on "$prediction"', (row) => {
    const { prediction, references } = row;
    const bleu = bleuScore(bleuStatistics(prediction, references), { effectiveOrder: true });
    expect(bleu).toBeCloseTo(row.bleu, 10);
    expect(chrfScore(chrfStatistics(prediction, references))).toBeCloseTo(row.chrf, 10);
    expect(terScore(terStatistics(prediction, references))).toBeCloseTo(row.ter, 10);
    expect(rougeL(prediction, references[0]!)).toBeCloseTo(row.rouge, 12);
    expect(captionRougeL(splitWords(prediction), references.map(splitWords))).toBeCloseTo(
      row.captionRouge,
      12,
    );
  });

  it('take the words that stay at both ends of a moved phrase as right', () => {
    // One move and no other edit: 1 of 6 words.
    expect(terScore(terStatistics('c d a b e f', ['a b c d e f']))).toBeCloseTo(100 / 6, 10);
  });
});

describe('corpus scores', () => {
  const values = GOLDEN.map(({ prediction, references }) => [references[0]!, prediction]);

  it('are computed of all documents together', () => {
    expect(aggregate('bleu', values)).toBeCloseTo(32.971417062841496, 10);
    expect(aggregate('chrf', values)).toBeCloseTo(46.58468944938052, 10);
    expect(aggregate('ter', values)).toBeCloseTo(59.45945945945946, 10);
  });

  it('are zero or more for empty texts, and never NaN', () => {
    expect(aggregate('bleu', [['', '']])).toBe(0);
    expect(aggregate('chrf', [['a', '']])).toBe(0);
    expect(aggregate('ter', [['', 'a']])).toBe(100);
    expect(aggregate('ter', [['', '']])).toBe(0);
  });

  it('refuse a value that holds no texts', () => {
    expect(() => aggregate('bleu', [[1, 2]])).toThrow(/not of the kind it needs/);
  });

  it('weigh the n-grams of captions by how rare they are', () => {
    const captions = GOLDEN.map(({ prediction, references }) => ({
      words: splitWords(prediction),
      references: references.map(splitWords),
    }));
    for (const [index, score] of createCiderCorpus(captions)
      .scores([...captions.keys()])
      .entries()) {
      expect(score).toBeCloseTo(GOLDEN[index]!.cider, 10);
    }
  });
});

describe('tokenise13a', () => {
  it('keeps the marks inside numbers and separates the others', () => {
    expect(tokenise13a('Costs $1,234.50, "really"? 5-6&amp;7')).toEqual(
      'Costs $ 1,234.50 , " really " ? 5 - 6 & 7'.split(' '),
    );
  });
});
