import { afterEach, describe, expect, test } from 'vitest';

import type { ModelAdapter } from '../../../activities/models/model-adapter.ts';
import { isEvalError } from '../../../core/errors.ts';
import type { GenerateResult } from '../../../core/generation.ts';
import { mediaOfBytes, mediaRequest, textRequest, tinyPng } from '../../support/requests.ts';

export interface ModelCapabilities {
  /** The same adapter, but slow enough (a second or more per answer) to be interrupted. */
  readonly createSlow?: () => Promise<ModelAdapter>;
  readonly logLikelihood: boolean;
  /** Id of a request whose continuations it can score; default: the first of `requestIds`. */
  readonly logLikelihoodId?: string;
  /** A prompt whose answer contains `stop` and more before it; absent: answers cannot be steered. */
  readonly stopCase?: { readonly prompt: string; readonly stop: string };
  /** A request that must fail, such as one for an unknown document. */
  readonly failing?: () => Promise<unknown>;
  /** Ids and prompts it can answer; default: any. */
  readonly requestIds?: readonly string[];
  /** Media kinds must be able to reach the model; off where answers do not come from the prompt. */
  readonly countsTokens: boolean;
  readonly streams: boolean;
}

/** What every ModelAdapter promises. `create` gives a fresh, unloaded adapter each time. */
export function testModelAdapter(
  name: string,
  create: () => Promise<ModelAdapter>,
  capabilities: ModelCapabilities,
): void {
  const ids = capabilities.requestIds ?? ['task/0/0', 'task/1/0', 'task/2/0', 'task/3/0'];
  const opened: ModelAdapter[] = [];
  const load = async (make = create) => {
    const adapter = await make();
    opened.push(adapter);
    await adapter.load(new AbortController().signal);
    return adapter;
  };
  const never = () => new AbortController().signal;
  const ask = (adapter: ModelAdapter, index: number, prompt = `Question ${index}?`) =>
    adapter.generate(textRequest(prompt, {}, ids[index % ids.length]), never());

  describe(`model adapter ${name}`, () => {
    afterEach(async () => {
      for (const adapter of opened.splice(0)) await adapter.dispose();
    });

    test('answers a text question with text, a finish reason and at least one attempt', async () => {
      const result = await ask(await load(), 0);
      expect(typeof result.text).toBe('string');
      expect(['stop', 'length', 'content-filter', 'refusal', 'tool-calls']).toContain(
        result.finishReason,
      );
      expect(result.attempts).toBeGreaterThanOrEqual(1);
    });

    test('measures every request and counts its tokens where the backend can', async () => {
      const { usage, timing } = await ask(await load(), 1);
      expect(timing.latencyMs).toBeGreaterThanOrEqual(0);
      if (capabilities.countsTokens) {
        expect(usage.inputTokens).toBeGreaterThan(0);
        expect(usage.outputTokens).toBeGreaterThan(0);
      }
      if (capabilities.streams) {
        expect(timing.ttftMs).toBeGreaterThanOrEqual(0);
        expect(timing.ttftMs).toBeLessThanOrEqual(timing.latencyMs);
      }
    });

    test('gives the same answer to the same greedy request, also after loading again', async () => {
      const first = await load();
      const answers = [await ask(first, 2), await ask(first, 2), await ask(await load(), 2)];
      expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
    });

    test('gives each of many concurrent requests its own answer', async () => {
      const adapter = await load();
      const alone: GenerateResult[] = [];
      for (let index = 0; index < ids.length; index += 1) alone.push(await ask(adapter, index));
      const together = await Promise.all(
        Array.from({ length: 8 * ids.length }, (_, index) => ask(adapter, index % ids.length)),
      );
      const texts = together.map((answer) => answer.text);
      expect(texts).toEqual(texts.map((_, index) => alone[index % ids.length]?.text));
    });

    test('asks for at least one request in flight', async () => {
      const concurrency = (await load()).concurrency();
      expect(Number.isInteger(concurrency)).toBe(true);
      expect(concurrency).toBeGreaterThanOrEqual(1);
    });

    test('refuses a request whose signal has aborted already', async () => {
      const adapter = await load();
      const answer = adapter.generate(textRequest('Late?', {}, ids[0]), AbortSignal.abort());
      await expect(answer).rejects.toThrow();
    });

    test('keeps no listener per request on a signal that many requests share', async () => {
      const adapter = await load();
      const warnings: Error[] = [];
      const onWarning = (warning: Error) => warnings.push(warning);
      process.on('warning', onWarning);
      const shared = never();
      await Promise.all(
        Array.from({ length: 24 }, (_, index) =>
          adapter.generate(textRequest('Shared?', {}, ids[index % ids.length]), shared),
        ),
      );
      await new Promise((resolve) => setImmediate(resolve));
      process.off('warning', onWarning);
      expect(warnings.map(String)).toEqual([]);
    });

    test('orders requests by a key that depends on the messages alone', async () => {
      const adapter = await load();
      if (adapter.orderKey === undefined) return;
      const { messages } = textRequest('The same beginning');
      expect(adapter.orderKey({ messages })).toBe(adapter.orderKey({ messages }));
      expect(adapter.orderKey({ messages })).not.toBe(
        adapter.orderKey({ messages: mediaRequest('The same beginning', tinyPng()).messages }),
      );
    });

    test('takes the media that it says it takes, and refuses the others as unsupported', async () => {
      const adapter = await load();
      const media = {
        image: tinyPng(),
        audio: mediaOfBytes('audio', 'audio/wav', Buffer.from('RIFF....WAVE')),
        video: mediaOfBytes('video', 'video/mp4', Buffer.from('....ftyp')),
        document: mediaOfBytes('document', 'application/pdf', Buffer.from('%PDF-1.7')),
      };
      for (const [kind, medium] of Object.entries(media)) {
        const request = { ...mediaRequest('What is this?', medium), id: ids[0] ?? 'task/0/0' };
        const outcome = adapter.generate(request, never());
        if (adapter.accepts.includes(medium.kind)) {
          expect(typeof (await outcome).text, kind).toBe('string');
        } else {
          await expect(outcome, kind).rejects.toMatchObject({ code: 'media-unsupported' });
        }
      }
    });

    test('may be disposed of twice', async () => {
      const adapter = await load();
      await adapter.dispose();
      await adapter.dispose();
    });

    const { stopCase, createSlow, failing } = capabilities;
    if (stopCase !== undefined) {
      test('ends an answer before the first stop string', async () => {
        const adapter = await load();
        const { prompt, stop } = stopCase;
        const whole = await adapter.generate(textRequest(prompt), never());
        const cut = await adapter.generate(textRequest(prompt, { stop: [stop] }), never());
        expect(whole.text).toContain(stop);
        expect(cut.text).toBe(whole.text.slice(0, whole.text.indexOf(stop)));
      });
    }

    if (createSlow !== undefined) {
      test('drops a running request as soon as its signal aborts', async () => {
        const adapter = await load(createSlow);
        const controller = new AbortController();
        const answer = adapter.generate(textRequest('Slow?', {}, ids[0]), controller.signal);
        const startedAtMs = performance.now();
        setTimeout(() => controller.abort(), 50);
        await expect(answer).rejects.toThrow();
        expect(performance.now() - startedAtMs).toBeLessThan(800);
      });
    }

    if (failing !== undefined) {
      test('fails with an EvalError whose message is a sentence', async () => {
        const error: unknown = await failing().then(
          () => undefined,
          (reason: unknown) => reason,
        );
        expect(isEvalError(error)).toBe(true);
        expect((error as Error).message).toMatch(/^[A-Z].{20,}\.$/s);
      });
    }

    if (capabilities.logLikelihood) {
      test('scores continuations: never above 0, and always alike', async () => {
        const adapter = await load();
        const { messages } = textRequest('The colour is');
        const id = `${capabilities.logLikelihoodId ?? ids[0]}/0`;
        const score = (continuation: string) =>
          adapter.logLikelihood!({ id, messages, continuation }, never());
        const [red, again] = [await score(' red'), await score(' red')];
        expect(red.logLikelihood).toBeLessThanOrEqual(0);
        expect(Number.isFinite(red.logLikelihood)).toBe(true);
        expect(typeof red.isGreedy).toBe('boolean');
        expect(red.tokenCount).toBeGreaterThanOrEqual(1);
        expect(again.logLikelihood).toBe(red.logLikelihood);
      });
    }
  });
}
