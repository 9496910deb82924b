import { describe, expect, it } from 'vitest';
import { editDistance } from '../../../../core/metrics/edit-distance.ts';
import type { ChoiceInput, Metric } from '../../../../core/metrics/metric.ts';
import { getMetric } from '../../../../core/metrics/registry.ts';
import type { MetricEntry } from '../../../../core/task.ts';

function scoreText(
  name: string,
  prediction: string,
  references: readonly string[],
  options: Omit<MetricEntry, 'metric'> = {},
): unknown {
  return getMetric(name).scoreText?.({ prediction, references }, { metric: name, ...options });
}

describe('exact_match', () => {
  it('compares texts as they stand', () => {
    expect(scoreText('exact_match', 'red', ['red'])).toBe(1);
    expect(scoreText('exact_match', 'Red', ['red'])).toBe(0);
    expect(scoreText('exact_match', 'b', ['a', 'b'])).toBe(1);
  });

  it.each([
    [{ ignore_case: true }, 'Red', 'rED'],
    [{ ignore_punctuation: true }, 'r.e-d', 'red'],
    [{ ignore_numbers: true }, 'r3d', 'rd'],
    [{ regexes_to_ignore: ['\\bthe\\b ', ','] }, 'the 1,234', '1234'],
  ])('ignores what %j says', (options, prediction, reference) => {
    expect(scoreText('exact_match', prediction, [reference])).toBe(0);
    expect(scoreText('exact_match', prediction, [reference], options)).toBe(1);
  });

  it('removes ASCII punctuation only, as the published option does', () => {
    expect(scoreText('exact_match', '“q”', ['q'], { ignore_punctuation: true })).toBe(0);
  });

  it('takes the patterns to ignore before the case', () => {
    const options = { regexes_to_ignore: ['[^a-z]'], ignore_case: true };
    expect(scoreText('exact_match', 'Red', ['ed'], options)).toBe(1);
  });
});

describe('anls', () => {
  it('is one minus the distance over the longer length, the best reference counting', () => {
    expect(scoreText('anls', 'abcdexxx', ['abcdefgh'])).toBe(0.625);
    expect(scoreText('anls', 'cars', ['red car', 'car'])).toBe(0.75);
    expect(scoreText('anls', 'A  b', ['a b'])).toBe(1);
  });

  it('counts a similarity under the threshold as nothing', () => {
    expect(scoreText('anls', 'abxxx', ['abcde'])).toBe(0);
    expect(scoreText('anls', 'abcdexxx', ['abcdefgh'], { thresh_hold: 0.8 })).toBe(0);
    expect(scoreText('anls', 'answer', ['答'])).toBe(0);
    expect(scoreText('anls', '答', ['答案'])).toBe(0.5);
  });
});

describe('editDistance', () => {
  it('counts code points', () => {
    expect(editDistance('kitten', 'sitting')).toBe(3);
    expect(editDistance('😀a', 'a😀')).toBe(2);
    expect(editDistance('', '日本')).toBe(2);
  });
});

describe('metrics of multiple_choice', () => {
  const input: ChoiceInput = {
    choices: ['yes', 'certainly not'],
    gold: [1],
    logLikelihoods: [-3, -6],
    isGreedy: [false, true],
    unconditional: [-1, -9],
  };
  const score = (name: string): unknown => (getMetric(name) as Required<Metric>).scoreChoice(input);

  it('acc takes the likeliest, acc_norm per character, acc_mutual_info over the prior', () => {
    expect(score('acc')).toBe(0); // -3 > -6
    expect(score('acc_norm')).toBe(1); // -3/3 < -6/13
    expect(score('acc_mutual_info')).toBe(1); // -3+1 < -6+9
  });

  it('exact_match says whether the right choice is greedy; f1 and mcc keep both labels', () => {
    expect(score('exact_match')).toBe(1);
    expect(score('f1')).toEqual([1, 0]);
    expect(score('mcc')).toEqual([1, 0]);
  });

  it('brier_score normalises the likelihoods over the choices', () => {
    const [gold, probabilities] = score('brier_score') as [number, number[]];
    expect(gold).toBe(1);
    expect(probabilities[1]).toBeCloseTo(0.04742587317756678, 15); // 1 / (1 + e³)
    expect((probabilities[0] ?? 0) + (probabilities[1] ?? 0)).toBeCloseTo(1, 15);
  });

  it('never lets a missing likelihood win', () => {
    const { scoreChoice } = getMetric('acc') as Required<Metric>;
    expect(scoreChoice({ ...input, logLikelihoods: [Number.NaN, -6] })).toBe(1);
  });
});

describe('metrics of loglikelihood', () => {
  it('weigh the log-likelihood by words or UTF-8 bytes', () => {
    const input = { continuation: 'deux mots é', logLikelihood: -4, isGreedy: true };
    const score = (name: string): unknown =>
      (getMetric(name) as Required<Metric>).scoreLogLikelihood(input);
    expect(score('perplexity')).toBe(-4);
    expect(score('word_perplexity')).toEqual([-4, 3]);
    expect(score('byte_perplexity')).toEqual([-4, 12]);
    expect(score('bits_per_byte')).toEqual([-4, 12]);
    expect(score('acc')).toBe(1);
  });
});

it('getMetric names the nearest metric for an unknown one', () => {
  expect(() => getMetric('exactmatch')).toThrow(/Did you mean "exact_match"\?/);
});
