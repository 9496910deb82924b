import { describe, expect, it } from 'vitest';
import { isRelaxedMatch } from '../../../../core/text/numeric-answer.ts';
import { normaliseVqaAnswer, vqaConsensus } from '../../../../core/text/vqa-answer.ts';

describe('normaliseVqaAnswer', () => {
  it.each([
    ['The red car.', 'red car'],
    ['two dogs, one cat', '2 dogs 1 cat'],
    ['dont know', "don't know"],
    ["couldntve couldnt've", "couldntve couldn't've"],
    ['1,000', '1000'],
    ['yes/no', 'yes no'],
    ["the dog's bowl", "dog 's bowl"],
    ['3.5', '3.5'],
  ])('writes %j as %j', (answer, expected) => {
    expect(normaliseVqaAnswer(answer)).toBe(expected);
  });
});

describe('vqaConsensus', () => {
  it('is the mean over the annotators of how many of the others agree, three being enough', () => {
    const four = [
      ...Array.from({ length: 4 }, () => 'Red.'),
      ...Array.from({ length: 6 }, () => 'blue'),
    ];
    expect(vqaConsensus('the red', four)).toBe(1);
    const two = ['red', 'red', ...Array.from({ length: 8 }, () => 'blue')];
    expect(vqaConsensus('red', two)).toBeCloseTo((8 * (2 / 3) + 2 * (1 / 3)) / 10, 12);
    expect(vqaConsensus('green', two)).toBe(0);
    expect(vqaConsensus('green', [])).toBe(0);
  });
});

describe('isRelaxedMatch', () => {
  it.each([
    ['105', '100', true],
    ['105.1', '100', false],
    ['50%', '0.5', true],
    ['0.0', '0', false],
    ['Yes', 'yes', true],
    ['yes.', 'yes', false],
    ['-95', '-100', true],
  ])('judges %j against %j as %j', (prediction, target, expected) => {
    expect(isRelaxedMatch(prediction, target)).toBe(expected);
  });
});
