import { expect, test } from 'vitest';

import { penaliseRepetition, sampleToken } from '../../../activities/models/onnx/sample-token.ts';
import { createRandom } from '../../../core/statistics/random.ts';

/** Probabilities 0.5, 0.25, 0.125, 0.125 at temperature 1. */
const LOGITS = Float32Array.from([0.125, 0.5, 0.25, 0.125], Math.log);
const DRAWS = 20_000;

function frequencies(settings: { temperature: number; topK?: number; topP?: number }): number[] {
  const random = createRandom(42);
  const counts = [0, 0, 0, 0];
  const { temperature, topK, topP } = settings;
  for (let draw = 0; draw < DRAWS; draw++) {
    counts[sampleToken(LOGITS, { temperature, topK, topP }, random)]! += 1;
  }
  return counts.map((count) => count / DRAWS);
}

test.each([
  ['as the model says at temperature 1', { temperature: 1 }, [0.125, 0.5, 0.25, 0.125]],
  // Squares of the probabilities, normalised.
  ['sharper at temperature 0.5', { temperature: 0.5 }, [1 / 22, 16 / 22, 4 / 22, 1 / 22]],
  ['among the two likeliest', { temperature: 1, topK: 2 }, [0, 2 / 3, 1 / 3, 0]],
  ['of a nucleus of 0.7', { temperature: 1, topP: 0.7 }, [0, 2 / 3, 1 / 3, 0]],
  ['of a nucleus among the likeliest', { temperature: 1, topK: 2, topP: 0.6 }, [0, 1, 0, 0]],
  ['of equal tokens the lower one', { temperature: 1, topK: 3 }, [1 / 7, 4 / 7, 2 / 7, 0]],
])('draws %s', (_, settings, expected) => {
  const observed = frequencies(settings);
  // Five standard errors of a proportion near one half.
  expected.forEach((share, token) =>
    expect(Math.abs(observed[token]! - share)).toBeLessThan(0.018),
  );
  expected.forEach((share, token) => share === 0 && expect(observed[token]).toBe(0));
});

test('makes tokens that were there before less likely, on either side of zero', () => {
  const logits = Float32Array.of(2, -2, 3);
  penaliseRepetition(logits, new Set([0, 1]), 2);
  expect([...logits]).toEqual([1, -4, 3]);
});
