import sharp from 'sharp';
import { describe, expect, test } from 'vitest';

import {
  buildPayload,
  ignoredKeys,
  isReasoningModel,
} from '../../../activities/models/openai-compatible/build-payload.ts';
import { encodeMedia } from '../../../activities/models/openai-compatible/encode-media.ts';
import { readSettings } from '../../../activities/models/openai-compatible/settings.ts';
import type { ModelArguments } from '../../../activities/models/model-adapter.ts';
import type { Media } from '../../../core/media.ts';
import type { GenerateRequest } from '../../../core/generation.ts';
import { testMediaService } from '../../support/media-service.ts';
import { modelContext } from '../../support/model-context.ts';
import { mediaOfBytes, mediaRequest, textRequest, tinyPng } from '../../support/requests.ts';

const MEGABYTE = 1024 * 1024;

const partsOf = (media: Media, maxImageBytes = MEGABYTE) => {
  const { media: forms, messageFormat } = readSettings({ model: 'm' }, modelContext());
  return encodeMedia(media, { service: testMediaService(), forms, maxImageBytes, messageFormat });
};

const build = async (request: GenerateRequest, args: ModelArguments = {}) => {
  const settings = readSettings({ model: 'm', ...args }, modelContext());
  const payload = await buildPayload(request, { settings, encode: partsOf, includeUsage: true });
  return JSON.parse(payload) as Record<string, unknown>;
};

test('a text question is sent with everything that decides its answer', async () => {
  const request = textRequest('Why?', {
    temperature: 0.5,
    topP: 0.9,
    topK: 40,
    repetitionPenalty: 1.1,
    seed: 7,
    stop: ['\n\n', ''],
    maxNewTokens: 5,
    extra: { min_p: 0.1, num_beams: 4 },
  });
  expect(await build(request)).toEqual({
    model: 'm',
    messages: [{ role: 'user', content: 'Why?' }],
    max_tokens: 5,
    temperature: 0.5,
    top_p: 0.9,
    top_k: 40,
    repetition_penalty: 1.1,
    stop: ['\n\n'],
    seed: 7,
    min_p: 0.1,
    stream: true,
    stream_options: { include_usage: true },
  });
  expect(ignoredKeys(request.parameters)).toEqual(['num_beams']);
});

test('what a task does not say is not sent, except a length of 1024 tokens', async () => {
  const { id, messages } = textRequest('Why?');
  const parameters = { temperature: 0, stop: [], extra: {} };
  expect(await build({ id, messages, parameters }, { stream: false })).toEqual({
    model: 'm',
    messages: [{ role: 'user', content: 'Why?' }],
    max_tokens: 1024,
    temperature: 0,
  });
});

test('reasoning models get max_completion_tokens and no sampling settings', async () => {
  const payload = await build(textRequest('Why?', { stop: ['x'], topP: 0.5 }), {
    model: 'o3-mini',
  });
  expect(payload).toMatchObject({ max_completion_tokens: 16 });
  for (const key of ['max_tokens', 'temperature', 'top_p', 'stop']) {
    expect(payload).not.toHaveProperty(key);
  }
});

test.each([
  ['o1', true],
  ['openai/o4-mini', true],
  ['gpt-5', true],
  ['gpt-5.1-mini', true],
  ['gpt-50', false],
  ['proto1', false],
  ['llama-o3x', false],
  ['gpt-4o', false],
])('%s counts as a reasoning model: %s', (model, expected) => {
  expect(isReasoningModel(model)).toBe(expected);
});

test('no more than four stop strings are sent', async () => {
  const payload = await build(textRequest('?', { stop: ['a', 'b', 'c', 'd', 'e'] }));
  expect(payload['stop']).toEqual(['a', 'b', 'c', 'd']);
});

test('the system prompt comes first, unless the task brings its own', async () => {
  const own = textRequest('?');
  const args = { system_prompt: 'Be brief.' };
  const system = { role: 'system' as const, content: [{ type: 'text' as const, text: 'Mine.' }] };
  const given = { ...own, messages: [system, ...own.messages] };
  expect((await build(own, args))['messages']).toMatchObject([{ content: 'Be brief.' }, {}]);
  expect((await build(given, args))['messages']).toMatchObject([{ content: 'Mine.' }, {}]);
});

describe('media', () => {
  test('a PNG goes as it is, beside its question', async () => {
    const image = tinyPng();
    const url = `data:image/png;base64,${Buffer.from(await image.read()).toString('base64')}`;
    expect((await build(mediaRequest('What?', image)))['messages']).toEqual([
      {
        role: 'user',
        content: [
          { type: 'image_url', image_url: { url } },
          { type: 'text', text: 'What?' },
        ],
      },
    ]);
  });

  test('an image above the limit is shrunk by quarters until it fits', async () => {
    const noise = Buffer.from(
      Array.from({ length: 800 * 600 * 3 }, (_, index) => (index * 7919) % 251),
    );
    const png = await sharp(noise, { raw: { width: 800, height: 600, channels: 3 } })
      .png()
      .toBuffer();
    const limit = Math.floor(png.length * 0.8);
    const [part] = await partsOf(mediaOfBytes('image', 'image/png', png), limit);
    const { url } = part!['image_url'] as { url: string };
    const sent = Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
    const { width, height } = await sharp(sent).metadata();
    expect(sent.length).toBeLessThanOrEqual(limit);
    expect(width / 800).toBeCloseTo(height / 600, 1);
    expect(width).toBeLessThan(800);
  });

  test('an image in a form that endpoints do not take becomes a PNG', async () => {
    const create = { width: 4, height: 4, channels: 3 as const, background: 'red' };
    const tiff = await sharp({ create }).tiff().toBuffer();
    const [part] = await partsOf(mediaOfBytes('image', 'image/tiff', tiff));
    expect((part!['image_url'] as { url: string }).url).toMatch(/^data:image\/png;base64,/);
  });

  test('an unreadable image is named by its digest', async () => {
    const broken = mediaOfBytes('image', 'image/tiff', Buffer.from('not an image'));
    await expect(partsOf(broken)).rejects.toMatchObject({
      code: 'media-unreadable',
      message: expect.stringContaining(broken.sha256.slice(0, 12)) as unknown,
    });
  });

  test('audio goes as input_audio when it is WAV or MP3', async () => {
    const audio = mediaOfBytes('audio', 'audio/mpeg', Buffer.from('ID3'));
    expect(await partsOf(audio)).toEqual([
      { type: 'input_audio', input_audio: { data: 'SUQz', format: 'mp3' } },
    ]);
  });
});
