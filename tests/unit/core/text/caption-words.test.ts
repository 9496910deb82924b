import { describe, expect, it } from 'vitest';
import { captionBleuScore, captionBleuStatistics } from '../../../../core/text/caption-bleu.ts';
import { captionWords } from '../../../../core/text/caption-words.ts';

describe('captionWords', () => {
  it.each([
    ['A man, riding a wave.', 'a man riding a wave'],
    ["The dog's owner can't swim!", "the dog 's owner ca n't swim"],
    ["They're two-story houses; it's 3.5 m", "they 're two-story houses it 's 3.5 m"],
    ['He cannot say "hello"', 'he can not say hello'],
    ['Mr. Smith at 12:30 p.m. paid $1,000', 'mr. smith at 12:30 p.m. paid $ 1,000'],
    ['a cup (red) & 50%', 'a cup -lrb- red -rrb- & 50 %'],
    ['wait... now -- go', 'wait now go'],
    ['the dogs’ bowl', 'the dogs’ bowl'.replace('’', ' ').replace('  ', ' ')],
    ['  ', ''],
  ])('%j is %j', (caption, words) => {
    expect(
      captionWords(caption)
        .filter((word) => word !== '’')
        .join(' '),
    ).toBe(words);
  });

  it('stays fast on long texts without blanks', () => {
    expect(captionWords(`${'a-'.repeat(50_000)}!`)).toHaveLength(1);
    expect(captionWords("'".repeat(100_000))).toEqual([]);
  });
});

describe('captionBleuScore', () => {
  const references = ['a dog runs on the grass', 'dog running in grass'].map(captionWords);
  it('takes the closest reference, the shorter one of two', () => {
    const sums = captionBleuStatistics({ words: captionWords('A dog runs on grass.'), references });
    expect(sums).toEqual([5, 3, 2, 1, 5, 4, 3, 2, 5, 4]);
    expect(captionBleuScore(sums, 1)).toBeCloseTo(1, 8);
    expect(captionBleuScore(sums, 2)).toBeCloseTo(Math.sqrt(3 / 4), 8);
    expect(captionBleuScore(sums, 3)).toBeCloseTo((3 / 4 / 1.5) ** (1 / 3), 8);
    expect(captionBleuScore(sums, 4)).toBeCloseTo((3 / 4 / 1.5 / 2) ** (1 / 4), 8);
  });

  it('punishes captions that are too short', () => {
    const sums = captionBleuStatistics({ words: ['dog'], references });
    expect(captionBleuScore(sums, 1)).toBeCloseTo(Math.exp(1 - 4), 8);
  });
});
