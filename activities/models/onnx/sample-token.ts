import type { Random } from '../../../core/statistics/random.ts';

export interface SamplingSettings {
  readonly temperature: number;
  readonly topK: number | undefined;
  readonly topP: number | undefined;
}

export function argmax(values: Float32Array): number {
  let best = 0;
  let highest = -Infinity;
  for (let index = 0; index < values.length; index++) {
    if (values[index]! > highest) {
      highest = values[index]!;
      best = index;
    }
  }
  return best;
}

/**
 * Draws a token: temperature, then the `topK` likeliest, then the fewest of those that hold `topP` of
 * the probability; the order in which transformers applies them.
 */
export function sampleToken(
  logits: Float32Array,
  settings: SamplingSettings,
  random: Random,
): number {
  const weights = new Float64Array(logits.length);
  const highest = logits[argmax(logits)]!;
  for (let token = 0; token < logits.length; token++) {
    weights[token] = Math.exp((logits[token]! - highest) / settings.temperature);
  }
  const { topK = 0, topP = 1 } = settings;
  const limit = topK > 0 ? Math.min(topK, weights.length) : weights.length;
  if (limit === weights.length && topP >= 1) return draw(weights, undefined, random);
  const order = likeliest(weights, limit);
  return draw(weights, topP >= 1 ? order : nucleus(weights, order, topP), random);
}

/** Divides positive logits of tokens already there and multiplies negative ones; in place. */
export function penaliseRepetition(
  logits: Float32Array,
  seen: ReadonlySet<number>,
  penalty: number,
): void {
  for (const token of seen) {
    const value = logits[token]!;
    logits[token] = value > 0 ? value / penalty : value * penalty;
  }
}

/** Of equal weights the lower token first, so that the draw is the same everywhere. */
function likeliest(weights: Float64Array, count: number): number[] {
  const order = Array.from(weights.keys());
  order.sort((left, right) => weights[right]! - weights[left]! || left - right);
  order.length = count;
  return order;
}

function nucleus(weights: Float64Array, order: readonly number[], topP: number): number[] {
  let total = 0;
  for (const token of order) total += weights[token]!;
  let sum = 0;
  let count = 0;
  while (count < order.length && (count === 0 || sum < topP * total)) {
    sum += weights[order[count]!]!;
    count += 1;
  }
  return order.slice(0, count);
}

function draw(
  weights: Float64Array,
  tokens: readonly number[] | undefined,
  random: Random,
): number {
  const count = tokens?.length ?? weights.length;
  const tokenAt = (index: number): number => (tokens === undefined ? index : tokens[index]!);
  let total = 0;
  for (let index = 0; index < count; index++) total += weights[tokenAt(index)]!;
  let rest = random.next() * total;
  let last = tokenAt(0);
  for (let index = 0; index < count; index++) {
    const weight = weights[tokenAt(index)]!;
    if (weight === 0) continue;
    last = tokenAt(index);
    rest -= weight;
    if (rest < 0) break;
  }
  return last;
}
