import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { describe, expect, test } from 'vitest';

import { isEvalError } from '../../../core/errors.ts';
import type { GenerateResult } from '../../../core/generation.ts';
import type { ApiFixture } from '../../support/api-fixture.ts';
import { playExchange } from '../../support/api-fixture.ts';
import { SAMPLE_MEDIA } from '../../support/stand-in-media.ts';

const folder = fileURLToPath(new URL('../../fixtures/api/', import.meta.url));
const pixel = Buffer.from(await SAMPLE_MEDIA.image.read()).toString('base64');
const fixtures = readdirSync(folder).map(
  (name) => JSON.parse(readFileSync(folder + name, 'utf8').replaceAll('$PNG', pixel)) as ApiFixture,
);

describe.each(fixtures)('exchanges with $model', (fixture) => {
  test.each(fixture.exchanges.map((exchange) => [exchange.name, exchange] as const))(
    '%s',
    async (_, exchange) => {
      const { received, outcome } = await playExchange(fixture, exchange);
      const { request, answer, error } = exchange;
      const sent = received.at(-1);
      if (request?.path !== undefined) expect(sent?.path).toBe(request.path);
      if (request?.headers !== undefined) expect(sent?.headers).toMatchObject(request.headers);
      if (request?.body !== undefined) expect(JSON.parse(sent?.body ?? '')).toEqual(request.body);
      let from = 0;
      for (const piece of request?.holds ?? []) {
        from = (sent?.body ?? '').indexOf(piece, from);
        expect(from, piece).toBeGreaterThanOrEqual(0);
      }
      if (answer !== undefined) expect(outcome).toMatchObject(answer);
      if (answer?.text && exchange.response.events !== undefined) {
        const { timing, usage } = outcome as GenerateResult;
        expect(timing.ttftMs).toBeLessThanOrEqual(timing.latencyMs);
        if ((usage.outputTokens ?? 0) > 1) expect(timing.tpotMs).toBeGreaterThanOrEqual(0);
      }
      if (error === undefined) return;
      expect(isEvalError(outcome), JSON.stringify(outcome)).toBe(true);
      const { code, message, data } = outcome as Error & { code: string; data: { scope?: string } };
      expect(code).toBe(error.code);
      expect(message).toMatch(/^[A-Z-].{20,}\.$/s);
      expect(message).not.toContain('test-key');
      if (error.scope !== undefined) expect(data.scope).toBe(error.scope);
      if (error.says !== undefined) expect(message).toContain(error.says);
    },
  );

  test('every exchange checks something, and names come once', () => {
    const names = fixture.exchanges.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(fixture.sources.length).toBeGreaterThan(0);
    for (const { answer, error } of fixture.exchanges) expect(answer ?? error).toBeDefined();
  });
});
