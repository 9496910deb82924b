import { describe, expect, test } from 'vitest';

import {
  cleanAdaptiveConfig,
  decideNextConcurrency,
  p95,
} from '../../../activities/models/http/adaptive-concurrency.ts';
import { createConcurrencyController } from '../../../activities/models/http/concurrency-controller.ts';

const config = {
  minConcurrency: 1,
  maxConcurrency: 128,
  targetLatencyS: 15,
  increaseStep: 0.1,
  decreaseFactor: 0.7,
  failureThreshold: 0.05,
};
const fine = { total: 100, failed: 0, rateLimited: 0, latenciesS: Array<number>(100).fill(1) };

describe('the decision over one window', () => {
  test('grows by a tenth, and at least by one', () => {
    expect(decideNextConcurrency(config, 40, fine).next).toBe(44);
    expect(decideNextConcurrency(config, 3, fine).next).toBe(4);
    expect(decideNextConcurrency(config, 127, fine).next).toBe(128);
  });

  test('is cut by rate limits, failures and latency', () => {
    expect(decideNextConcurrency(config, 40, { ...fine, rateLimited: 5 }).next).toBe(28);
    expect(decideNextConcurrency(config, 40, { ...fine, failed: 6 }).next).toBe(28);
    const slow = { ...fine, latenciesS: Array<number>(100).fill(16.6) };
    expect(decideNextConcurrency(config, 40, slow).next).toBe(28);
    expect(decideNextConcurrency(config, 1, slow).next).toBe(1);
  });

  test('holds in between: one refusal, some failures, latency near the target', () => {
    expect(decideNextConcurrency(config, 40, { ...fine, rateLimited: 1 }).next).toBe(40);
    expect(decideNextConcurrency(config, 40, { ...fine, failed: 3 }).next).toBe(40);
    const near = { ...fine, latenciesS: Array<number>(100).fill(14) };
    expect(decideNextConcurrency(config, 40, near).next).toBe(40);
  });

  test('says nothing of an empty window', () => {
    const empty = { total: 0, failed: 0, rateLimited: 0, latenciesS: [] };
    expect(decideNextConcurrency(config, 40, empty)).toMatchObject({ next: 40, p95LatencyS: 0 });
  });

  test('takes the lower nearest rank as p95', () => {
    expect(p95([3, 1, 2])).toBe(2);
    expect(p95(Array.from({ length: 100 }, (_, index) => index))).toBe(94);
  });

  test('cleans settings that contradict each other', () => {
    const raw = { ...config, minConcurrency: 10, maxConcurrency: 5, decreaseFactor: 2 };
    expect(cleanAdaptiveConfig(raw)).toMatchObject({
      minConcurrency: 10,
      maxConcurrency: 10,
      decreaseFactor: 0.95,
    });
  });
});

describe('the controller', () => {
  const adaptive = { ...config, latency: 'target' as const };

  test('stays where it is when it is not adaptive', () => {
    const controller = createConcurrencyController({ start: 8, adaptive: undefined });
    for (let index = 0; index < 100; index += 1) controller.failed();
    controller.rateLimited({ sentAtMs: 0, nowMs: 1 });
    expect(controller.current()).toBe(8);
  });

  test('decides once per window of as many answers as are in flight', () => {
    const controller = createConcurrencyController({ start: 8, adaptive });
    for (let index = 0; index < 7; index += 1) controller.succeeded(100);
    expect(controller.current()).toBe(8);
    controller.succeeded(100);
    expect(controller.current()).toBe(9);
  });

  test('cuts once per episode of refusals, however many requests were on their way', () => {
    const controller = createConcurrencyController({ start: 100, adaptive });
    for (let index = 0; index < 50; index += 1) {
      controller.rateLimited({ sentAtMs: index, nowMs: 100 + index, retryAfterMs: 20_000 });
    }
    expect(controller.current()).toBe(70);
    controller.rateLimited({ sentAtMs: 25_000, nowMs: 25_010, retryAfterMs: 20_000 });
    expect(controller.current()).toBe(49);
  });

  test('does not grow in the window of an episode, and does afterwards', () => {
    const controller = createConcurrencyController({ start: 10, adaptive });
    controller.rateLimited({ sentAtMs: 0, nowMs: 1 });
    expect(controller.current()).toBe(7);
    for (let index = 0; index < 7; index += 1) controller.succeeded(10);
    expect(controller.current()).toBe(7);
    for (let index = 0; index < 7; index += 1) controller.succeeded(10);
    expect(controller.current()).toBe(8);
  });

  test('compares with the best latency seen when told to, so that long answers are no overload', () => {
    const relative = createConcurrencyController({
      start: 4,
      adaptive: { ...adaptive, latency: 'relative' },
    });
    const window = (controller: typeof relative, latencyMs: number) => {
      const size = Math.max(4, controller.current());
      for (let index = 0; index < size; index += 1) controller.succeeded(latencyMs);
    };
    for (let index = 0; index < 10; index += 1) window(relative, 40_000);
    expect(relative.current()).toBe(14);
    window(relative, 100_000);
    expect(relative.current()).toBe(9);
  });
});
