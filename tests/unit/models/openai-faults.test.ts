import { afterEach, describe, expect, test } from 'vitest';

import { createOpenAiBench } from '../../support/openai-bench.ts';
import { textRequest } from '../../support/requests.ts';
const bench = createOpenAiBench();
afterEach(() => bench.cleanUp());
const never = () => new AbortController().signal;

describe('every class of fault is counted under its own code and mended by another attempt', () => {
  test.each([
    ['status500', 'endpoint-error'],
    ['status503', 'endpoint-error'],
    ['reset', 'endpoint-connection-lost'],
    ['emptyBody', 'endpoint-empty-response'],
    ['emptyAnswer', 'endpoint-empty-response'],
    ['invalidJson', 'endpoint-invalid-response'],
    ['cutShort', 'endpoint-invalid-response'],
    ['wrongModel', 'endpoint-wrong-model'],
  ])('%s', async (fault, code) => {
    const { baseUrl } = await bench.fake({ faults: { [fault]: 1, maxFaultsPerPrompt: 2 } });
    const adapter = bench.adapterOf(baseUrl);
    const result = await adapter.generate(textRequest('Which?'), never());
    expect(result).toMatchObject({
      text: expect.stringMatching(/^[A-E]$/) as unknown,
      attempts: 3,
    });
    expect(adapter.statistics()).toEqual({ retries: 2, rateLimited: 0, byCode: { [code]: 2 } });
  });

  test('a hang is cut at the timeout', async () => {
    const { baseUrl } = await bench.fake({ faults: { hang: 1, maxFaultsPerPrompt: 1 } });
    const adapter = bench.adapterOf(baseUrl, { timeout: 0.3 });
    const startedAtMs = performance.now();
    const result = await adapter.generate(textRequest('Which?'), never());
    const elapsedMs = performance.now() - startedAtMs;
    expect(elapsedMs).toBeGreaterThan(295);
    // The latency is that of the accepted attempt alone, without the hang before it.
    expect(result.timing.latencyMs).toBeLessThan(elapsedMs - 290);
    expect(adapter.statistics().byCode).toEqual({ 'timed-out': 1 });
  });

  test('a mixture of all of them loses no answer and changes none', async () => {
    const faults = {
      seed: 1,
      status500: 0.05,
      reset: 0.02,
      emptyBody: 0.02,
      invalidJson: 0.02,
      wrongModel: 0.02,
      hang: 0.01,
    };
    const faulty = await bench.fake({ faults });
    const sound = await bench.fake({});
    // Long enough that only a hang is cut, however busy the machine is.
    const adapter = bench.adapterOf(faulty.baseUrl, { timeout: 3 });
    const reference = bench.adapterOf(sound.baseUrl);
    const prompts = Array.from({ length: 300 }, (_, index) => `Question ${index}`);
    const ask = (of: typeof adapter) =>
      Promise.all(
        prompts.map(async (prompt) => (await of.generate(textRequest(prompt), never())).text),
      );
    expect(await ask(adapter)).toEqual(await ask(reference));
    const { byCode, retries } = adapter.statistics();
    const { byFault } = faulty.stats();
    expect(retries).toBe(Object.values(byFault).reduce((sum, count) => sum + count, 0));
    expect(byCode).toEqual({
      'endpoint-error': byFault.status500,
      'endpoint-connection-lost': byFault.reset,
      'endpoint-empty-response': byFault.emptyBody,
      'endpoint-invalid-response': byFault.invalidJson,
      'endpoint-wrong-model': byFault.wrongModel,
      'timed-out': byFault.hang,
    });
    expect(faulty.stats()).toMatchObject({ answered: 300, answeredAgain: 0 });
  });

  test('attempts end at max_retries, and the error says how many there were', async () => {
    const { baseUrl, stats } = await bench.fake({
      faults: { status500: 1, maxFaultsPerPrompt: 99 },
    });
    const answer = bench.adapterOf(baseUrl, { max_retries: 3 }).generate(textRequest('?'), never());
    await expect(answer).rejects.toMatchObject({
      code: 'endpoint-error',
      retry: 'never',
      data: { attempts: 3, status: 500, scope: 'document' },
    });
    expect(stats().requests).toBe(3);
  });
});

describe('rate limits', () => {
  test('are waited for without using up attempts', async () => {
    const faults = { status429: { rate: 1, retryAfterS: 0.05 }, maxFaultsPerPrompt: 6 };
    const { baseUrl } = await bench.fake({ faults });
    const adapter = bench.adapterOf(baseUrl, { max_retries: 1 });
    const startedAtMs = performance.now();
    expect((await adapter.generate(textRequest('?'), never())).attempts).toBe(7);
    expect(performance.now() - startedAtMs).toBeGreaterThanOrEqual(300);
    expect(adapter.statistics()).toMatchObject({ retries: 6, rateLimited: 6 });
  });

  test('are given up, with the wait asked for, when patience would not last', async () => {
    const { baseUrl } = await bench.fake({ faults: { status429: { rate: 1, retryAfterS: 3600 } } });
    const answer = bench.adapterOf(baseUrl).generate(textRequest('?'), never());
    await expect(answer).rejects.toMatchObject({
      code: 'rate-limited',
      retry: { afterMs: expect.closeTo(3_600_000, -3) as unknown },
      data: { scope: 'endpoint' },
    });
  });

  test('make adaptive concurrency settle below the ceiling without failing a request', async () => {
    const faults = { status429: { retryAfterS: 0.05, ceiling: 8 } };
    const { baseUrl, stats } = await bench.fake({ latencyMs: 5, faults });
    const adapter = bench.adapterOf(baseUrl, { adaptive_concurrency: true, num_concurrent: 16 });
    const total = 400;
    let next = 0;
    let answered = 0;
    await new Promise<void>((resolve, reject) => {
      let inFlight = 0;
      const fill = () => {
        while (next < total && inFlight < adapter.concurrency()) {
          inFlight += 1;
          next += 1;
          const ask = async () => {
            await adapter.generate(textRequest(`Question ${next}`), never());
            inFlight -= 1;
            answered += 1;
            if (answered === total) resolve();
            else fill();
          };
          ask().catch(reject);
        }
      };
      fill();
    });
    expect(stats().answered).toBe(total);
    expect(adapter.concurrency()).toBeLessThan(16);
    expect(adapter.statistics().rateLimited).toBeLessThan(120);
  });

  test('an exhausted quota is no rate limit', async () => {
    const error = { message: 'You exceeded your current quota', code: 'insufficient_quota' };
    const adapter = bench.adapterOf(await bench.serveJson(429, { error }));
    await expect(adapter.generate(textRequest('?'), never())).rejects.toMatchObject({
      code: 'endpoint-denied',
    });
  });
});
