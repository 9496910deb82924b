import { rmSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';

import type { ModelAdapter } from '../../../activities/models/model-adapter.ts';
import { imageMedia, loadOnnx, never, request, userMessage } from './tiny-vlm.ts';
import { writeBigramModel } from './write-bigram-model.ts';

// <pad> <end> one two three four
const SCORES = [
  [0, 0, 0, 0, 0, 0],
  [0, 0, 0, 0, 0, 0],
  [0, 0, 0, 2, 0, 0], // after "one": two
  [0, 0, 0, 0, 2, 1], // after "two": three, else four
  [0, 0, 0, 0, 0, 2], // after "three": four
  [0, 2, 0, 0, 0, 0], // after "four": the end
];

const folders: string[] = [];
const adapters: ModelAdapter[] = [];

afterEach(async () => {
  for (const adapter of adapters.splice(0)) await adapter.dispose();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

async function load(chatTemplate?: string): Promise<ModelAdapter> {
  const folder = writeBigramModel({
    scores: SCORES,
    ...(chatTemplate === undefined ? {} : { chatTemplate }),
  });
  folders.push(folder);
  const adapter = await loadOnnx({ pretrained: folder });
  adapters.push(adapter);
  return adapter;
}

test('a base model continues the text, step by step through its cache', async () => {
  const adapter = await load();
  const result = await adapter.generate(request('d', userMessage('four one')), never());
  expect(result).toMatchObject({
    text: 'two three four',
    finishReason: 'stop',
    usage: { inputTokens: 2, outputTokens: 4 },
    attempts: 1,
  });
});

test('a limit ends the answer, and the model’s own limit holds where the request has none', async () => {
  const adapter = await load();
  const ask = (maxNewTokens?: number) =>
    adapter.generate(
      request('d', userMessage('one'), {
        repetitionPenalty: 0.01,
        ...(maxNewTokens === undefined ? {} : { maxNewTokens }),
      }),
      never(),
    );
  expect(await ask(2)).toMatchObject({ finishReason: 'length', usage: { outputTokens: 2 } });
  expect((await ask()).usage.outputTokens).toBeLessThanOrEqual(5);
  expect(await ask(0)).toMatchObject({ text: '', usage: { outputTokens: 0 } });
});

test('a continuation has the log-probability of its tokens, each after the one before', async () => {
  const adapter = await load();
  const score = (continuation: string) =>
    adapter.logLikelihood!({ id: 'd', messages: userMessage('one'), continuation }, never());
  const afterOne = 2 - Math.log(Math.exp(2) + 5);
  const fourAfterTwo = 1 - Math.log(Math.exp(2) + Math.exp(1) + 4);
  const [certain, unlikely, empty] = [
    await score(' two'),
    await score(' two four'),
    await score(''),
  ];
  expect(certain.logLikelihood).toBeCloseTo(afterOne, 5);
  expect(certain).toMatchObject({ isGreedy: true, tokenCount: 1 });
  expect(unlikely.logLikelihood).toBeCloseTo(afterOne + fourAfterTwo, 5);
  expect(unlikely).toMatchObject({ isGreedy: false, tokenCount: 2 });
  expect(empty).toMatchObject({ logLikelihood: 0, isGreedy: true, tokenCount: 0 });
});

test('a token across the seam of context and continuation belongs to the continuation', async () => {
  const adapter = await load();
  // "t" + "wo": the seam lies within a word, so the context ends after "one".
  const split = await adapter.logLikelihood!(
    { id: 'd', messages: userMessage('one t'), continuation: 'wo' },
    never(),
  );
  expect(split.logLikelihood).toBeCloseTo(2 - Math.log(Math.exp(2) + 5), 5);
  expect(split.tokenCount).toBe(1);
});

test('a template that wants strings gets strings', async () => {
  const adapter = await load(
    "{% for message in messages %}{{ message['content'] + ' ' }}{% endfor %}{% if add_generation_prompt %}three{% endif %}",
  );
  const result = await adapter.generate(request('d', userMessage('one two')), never());
  expect(result).toMatchObject({ text: 'four', usage: { inputTokens: 3 } });
});

test('a template that refuses a conversation says so for that request', async () => {
  const adapter = await load("{{ raise_exception('roles must alternate') }}");
  await expect(adapter.generate(request('d', userMessage('one')), never())).rejects.toMatchObject({
    code: 'model-invalid',
    message: expect.stringContaining('roles must alternate'),
  });
});

test('a text model refuses an image', async () => {
  const adapter = await load();
  expect(adapter.accepts).toEqual([]);
  const media = imageMedia(Buffer.from('png'));
  const messages = [{ role: 'user', content: [{ type: 'image', media }] }] as const;
  await expect(adapter.generate(request('d', messages), never())).rejects.toMatchObject({
    code: 'media-unsupported',
  });
});
