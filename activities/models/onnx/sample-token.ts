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
  if (limit === weights.length && topP >= 1) return draw(weights, weights.keys(), random);
  const order = likeliest(weights, limit, topP);
  return draw(weights, topP >= 1 ? order : nucleus(weights, order, limit, topP), random);
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

/**
 * The tokens of the `limit` highest weights, highest first; fewer where those already hold `topP` of
 * all. Of equal weights the lower token comes first, so that the draw is the same everywhere.
 */
function likeliest(weights: Float64Array, limit: number, topP: number): number[] {
  // Sorting a whole vocabulary takes longer than a step; nearly always a few tokens are enough.
  for (const floor of [1e-2, 1e-4, 0]) {
    const order: number[] = [];
    for (let token = 0; token < weights.length; token++) {
      if (weights[token]! >= floor) order.push(token);
    }
    const isEnough =
      order.length >= limit ||
      (limit === weights.length && sumOf(weights, order) > topP * sumOf(weights, weights.keys()));
    if (floor > 0 && !isEnough) continue;
    order.sort((left, right) => weights[right]! - weights[left]! || left - right);
    return order.slice(0, limit);
  }
  return [];
}

/** The fewest of the tokens that hold `topP` of the weight of all that were allowed. */
function nucleus(
  weights: Float64Array,
  order: readonly number[],
  limit: number,
  topP: number,
): number[] {
  const total = sumOf(weights, limit < weights.length ? order : weights.keys());
  let sum = 0;
  let count = 0;
  while (count < order.length && (count === 0 || sum < topP * total)) {
    sum += weights[order[count]!]!;
    count += 1;
  }
  return order.slice(0, count);
}

function draw(weights: Float64Array, tokens: Iterable<number>, random: Random): number {
  const candidates = [...tokens];
  let rest = random.next() * sumOf(weights, candidates);
  let last = candidates[0] ?? 0;
  for (const token of candidates) {
    const weight = weights[token]!;
    if (weight === 0) continue;
    last = token;
    rest -= weight;
    if (rest < 0) break;
  }
  return last;
}

function sumOf(weights: Float64Array, tokens: Iterable<number>): number {
  let sum = 0;
  for (const token of tokens) sum += weights[token]!;
  return sum;
}
