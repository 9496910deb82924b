import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { ModelAdapter } from '../../../activities/models/model-adapter.ts';
import type { GenerationParameters } from '../../../core/generation.ts';
import { endlessModel, loadOnnx, never, readShapes, request, userMessage } from './tiny-vlm.ts';
import type { ShapesRow } from './tiny-vlm.ts';

let rows: ShapesRow[];
let endless: string;

beforeAll(async () => {
  rows = await readShapes();
  endless = endlessModel();
});
afterAll(() => rmSync(endless, { recursive: true }));

/** Prompts of several lengths, so that batches cannot all be of one. */
const messagesOf = (index: number) => {
  const { question, choices, image } = rows[index]!;
  const text =
    index % 3 === 0 ? question : `${question}\nA. ${choices.slice(0, index % 5).join(' ')}`;
  return userMessage(text, image.bytes);
};

async function answerAll(
  adapter: ModelAdapter,
  parameters: Partial<GenerationParameters>,
): Promise<string[]> {
  const results = await Promise.all(
    Array.from({ length: 24 }, (_, index) =>
      adapter.generate(request(`d/${index}/0`, messagesOf(index), parameters), never()),
    ),
  );
  return results.map(({ text }) => text);
}

describe('answers do not depend on what else is asked at the same time', () => {
  const adapters: ModelAdapter[] = [];

  beforeAll(async () => {
    for (const batchSize of [1, 7, 32]) {
      adapters.push(await loadOnnx({ pretrained: endless }, batchSize));
    }
  });
  afterAll(() => Promise.all(adapters.map((adapter) => adapter.dispose())));

  test.each([
    ['greedy', { temperature: 0 }],
    ['sampled with a seed', { temperature: 1.5, topP: 0.95, topK: 60, seed: 7 }],
    ['sampled without a seed', { temperature: 1.5 }],
    ['with a repetition penalty', { temperature: 0, repetitionPenalty: 1.6 }],
  ])('%s, in batches of 1, 7 and 32', async (_, parameters) => {
    const [alone, ...together] = await Promise.all(
      adapters.map((adapter) => answerAll(adapter, { maxNewTokens: 16, ...parameters })),
    );
    for (const texts of together) expect(texts).toEqual(alone);
    expect(new Set(alone).size).toBeGreaterThan(5);
  });

  test('log-likelihoods are equal to the last bit', async () => {
    const scores = await Promise.all(
      adapters.map((adapter) =>
        Promise.all(
          Array.from({ length: 48 }, async (_, index) => {
            const continuation = ['red', 'orange circle', 'xyz'][index % 3]!;
            const messages = messagesOf(Math.floor(index / 3));
            const score = { id: `d/${index}`, messages, continuation };
            return (await adapter.logLikelihood!(score, never())).logLikelihood;
          }),
        ),
      ),
    );
    expect(scores[1]).toEqual(scores[0]);
    expect(scores[2]).toEqual(scores[0]);
  });
});

describe('the onnx adapter', () => {
  let adapter: ModelAdapter;

  beforeAll(async () => {
    adapter = await loadOnnx({ pretrained: endless });
  });
  afterAll(() => adapter.dispose());

  const ask = (text: string, parameters: Partial<GenerationParameters> = {}) =>
    adapter.generate(
      request('d/0/0', userMessage(text, rows[0]!.image.bytes), parameters),
      never(),
    );
  const talkative = { temperature: 4, seed: 3, maxNewTokens: 60 };

  test('draws different answers for different seeds and the same for the same', async () => {
    const [one, again, other] = [
      await ask('Describe.', { ...talkative, seed: 1 }),
      await ask('Describe.', { ...talkative, seed: 1 }),
      await ask('Describe.', { ...talkative, seed: 2 }),
    ];
    expect(again.text).toBe(one.text);
    expect(other.text).not.toBe(one.text);
  });

  test('ends a text before the first stop string, wherever tokens begin and end', async () => {
    const whole = await ask('Describe.', talkative);
    expect(whole.text.length).toBeGreaterThan(20);
    for (const start of [1, 6, 11]) {
      const stop = whole.text.slice(start, start + 3);
      const cut = await ask('Describe.', { ...talkative, stop: [stop, 'never there'] });
      expect(cut.text).toBe(whole.text.slice(0, whole.text.indexOf(stop)));
      expect(cut.finishReason).toBe('stop');
      expect(cut.usage.outputTokens!).toBeLessThan(whole.usage.outputTokens!);
    }
  });

  test('counts tokens, image tokens among them, and times the first one', async () => {
    const { usage, timing, finishReason } = await ask('Describe.', {
      ...talkative,
      maxNewTokens: 5,
    });
    expect(finishReason).toBe('length');
    expect(usage.outputTokens).toBe(5);
    // 36 places for the image, the turn's marks and the question.
    expect(usage.inputTokens).toBeGreaterThan(40);
    expect(timing.ttftMs).toBeGreaterThan(0);
    expect(timing.latencyMs).toBeGreaterThan(timing.ttftMs!);
    expect(timing.tpotMs).toBeCloseTo((timing.latencyMs - timing.ttftMs!) / 4, 6);
  });

  test('does not let a document make room for an image by spelling its token', async () => {
    const spelled = await ask('What is <image> here?');
    expect(spelled.usage.inputTokens).toBeLessThan(80);
  });

  test('takes several images, and text without any', async () => {
    const two = userMessage('Compare.', rows[0]!.image.bytes, rows[5]!.image.bytes);
    const one = await adapter.generate(request('a', two), never());
    const none = await adapter.generate(request('b', userMessage('Hello')), never());
    expect(one.usage.inputTokens! - none.usage.inputTokens!).toBeGreaterThanOrEqual(72);
  });

  test('rejects one unreadable image alone and answers the rest of its batch', async () => {
    const broken = userMessage('What?', Buffer.from('no image'));
    const [bad, good] = await Promise.allSettled([
      adapter.generate(request('bad', broken), never()),
      adapter.generate(request('good', messagesOf(0)), never()),
    ]);
    expect(bad).toMatchObject({ status: 'rejected', reason: { code: 'media-unreadable' } });
    expect(good.status).toBe('fulfilled');
  });

  test('says that a prompt is too long for the context, with both numbers', async () => {
    const long = adapter.generate(request('long', userMessage('word '.repeat(3000))), never());
    await expect(long).rejects.toMatchObject({
      code: 'context-too-long',
      data: { contextLength: 1024 },
    });
  });

  test('ends an answer where the context ends', async () => {
    const short = await loadOnnx({ pretrained: endless, max_length: 60 });
    const result = await short.generate(
      request('d', userMessage('Hi', rows[0]!.image.bytes), talkative),
      never(),
    );
    expect(result.usage.inputTokens! + result.usage.outputTokens!).toBe(60);
    expect(result.finishReason).toBe('length');
    await short.dispose();
  });

  test('rejects at once when the signal aborts, and goes on answering others', async () => {
    const controller = new AbortController();
    const long = { ...talkative, maxNewTokens: 900 };
    const cancelled = adapter.generate(
      request('d', userMessage('Describe.'), long),
      controller.signal,
    );
    const kept = adapter.generate(request('e', messagesOf(1), { maxNewTokens: 4 }), never());
    setTimeout(() => controller.abort(), 5);
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    expect((await kept).usage.outputTokens).toBeGreaterThan(0);
  });

  test('may be disposed of in the middle of a long answer', async () => {
    const busy = await loadOnnx({ pretrained: endless });
    const answer = busy.generate(
      request('d', userMessage('Describe.'), { ...talkative, maxNewTokens: 900 }),
      never(),
    );
    const refused = expect(answer).rejects.toMatchObject({ code: 'cancelled' });
    await new Promise((resolve) => setTimeout(resolve, 20));
    await busy.dispose();
    await refused;
  });

  test('refuses beam search rather than answering greedily under its name', async () => {
    await expect(ask('What?', { extra: { num_beams: 4 } })).rejects.toMatchObject({
      code: 'spec-invalid',
    });
  });

  test('leaves the main loop free while it computes', async () => {
    const gapsMs: number[] = [];
    let last = performance.now();
    const timer = setInterval(() => {
      gapsMs.push(performance.now() - last);
      last = performance.now();
    }, 2);
    await answerAll(adapter, { maxNewTokens: 24, temperature: 3 });
    clearInterval(timer);
    gapsMs.sort((left, right) => left - right);
    // The median, since on a shared machine a single gap says nothing: blocked, there would be few
    // and long ones.
    expect(gapsMs.length).toBeGreaterThan(20);
    expect(gapsMs[Math.floor(gapsMs.length / 2)]!).toBeLessThan(50);
  });
});
