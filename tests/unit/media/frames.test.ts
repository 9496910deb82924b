import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { mediaFromBytes } from '../../../activities/datasets/media-from-bytes.ts';
import { fitToGrid, fitWithin } from '../../../activities/media/fit-size.ts';
import { createMediaService } from '../../../activities/media/media-service.ts';
import type { ModelArguments } from '../../../activities/models/model-adapter.ts';
import { encodeMedia } from '../../../activities/models/openai-compatible/encode-media.ts';
import { readSettings } from '../../../activities/models/openai-compatible/settings.ts';
import { makeAvi } from '../../support/make-avi.ts';
import { modelContext } from '../../support/model-context.ts';

const folder = mkdtempSync(join(tmpdir(), 'assay-frames-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The red of each frame is its number times ten. */
const film = (frames: number, fps = 2, mark = 0) =>
  mediaFromBytes(
    makeAvi({
      width: 56,
      height: 28,
      fps,
      frames: Array.from({ length: frames }, (_, index) => [index * 10, 0, mark] as const),
    }),
  );

const service = createMediaService({ cacheFolder: join(folder, 'one'), maxCacheBytes: 1024 ** 3 });
afterAll(() => service.close());

async function sent(
  media: ReturnType<typeof film>,
  args: ModelArguments = {},
  env: Readonly<Record<string, string>> = {},
) {
  const settings = readSettings({ model: 'm', ...args }, modelContext(env));
  const { media: forms, maxImageBytes, messageFormat } = settings;
  return encodeMedia(media, { service, forms, maxImageBytes, messageFormat });
}

async function redsOf(parts: Awaited<ReturnType<typeof sent>>): Promise<number[]> {
  const images = parts.filter((part) => part['type'] === 'image_url');
  return Promise.all(
    images.map(async (part) => {
      const { url } = part['image_url'] as { url: string };
      const bytes = Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
      return (await sharp(bytes).raw().toBuffer())[0]!;
    }),
  );
}

test.each<[ModelArguments, number[]]>([
  [{}, [0, 10, 20, 30, 40, 50, 60, 70, 80, 90]],
  [{ nframes: 4 }, [0, 30, 60, 90]],
  [{ nframes: 4, max_frames: 2 }, [0, 90]],
  [{ max_frames_num: 3 }, [0, 40, 90]],
  [{ max_frames_num: 3, nframes: 2 }, [0, 90]],
  // Ten frames at two per second last five seconds.
  [{ fps: 1, nframes: 3 }, [0, 20, 40, 60, 90]],
  [{ video_fps: 1, max_frames: 3 }, [0, 40, 90]],
])('of ten frames, %j sends those with the reds %j', async (args, reds) => {
  expect(await redsOf(await sent(film(10), args))).toEqual(reds);
});

test('message_format=qwen3_vl says before each frame when it is shown', async () => {
  const parts = await sent(film(10), { nframes: 4, message_format: 'qwen3_vl' });
  expect(parts.map((part) => part['text'] ?? part['type'])).toEqual([
    '<0.0 seconds>',
    'image_url',
    '<1.5 seconds>',
    'image_url',
    '<3.0 seconds>',
    'image_url',
    '<4.5 seconds>',
    'image_url',
  ]);
});

test('frames go in the format that the environment names', async () => {
  const env = { LMMS_IMAGE_ENCODE_FORMAT: 'JPEG', LMMS_IMAGE_JPEG_QUALITY: '40' };
  const [part] = await sent(film(1), {}, env);
  expect(part).toMatchObject({
    image_url: { url: expect.stringMatching(/^data:image\/jpeg;base64,/) as unknown },
  });
  await expect(sent(film(1), {}, { LMMS_IMAGE_ENCODE_FORMAT: 'BMP' })).rejects.toThrow(
    /PNG, JPEG or WEBP/,
  );
});

test.each([
  // By smart_resize of Qwen's tools with a factor of 28, worked out with Python's rounding.
  ['1920x1080', 784, '504x280'],
  ['640x480', 784, '448x336'],
  ['100x100', 784, '112x112'],
  ['70x42', 784, '56x56'],
  ['20x10', 784, '28x28'],
  ['20x10', 10_000, '168x84'],
  ['3000x30', 784, '2996x28'],
])('a frame of %s, at least %i pixels, is sent as %s', (given, minPixels, wanted) => {
  const [width = 0, height = 0] = given.split('x').map(Number);
  const fitted = fitToGrid({ width, height }, { grid: 28, minPixels, maxPixels: 151_200 });
  expect(`${fitted.width}x${fitted.height}`).toBe(wanted);
});

test('within an area proportions stay', () => {
  expect(fitWithin({ width: 400, height: 200 }, 20_000)).toEqual({ width: 200, height: 100 });
  expect(fitWithin({ width: 40, height: 20 }, 20_000)).toEqual({ width: 40, height: 20 });
});

test('each film is decoded once, however many questions there are about it', async () => {
  const films = Array.from({ length: 12 }, (_, index) => film(6, 2, index));
  const wish = { frames: 4, grid: 28, format: 'png', quality: 85 } as const;
  const open = () => {
    const own = createMediaService({ cacheFolder: join(folder, 'many'), maxCacheBytes: 1024 ** 3 });
    onTestFinished(() => own.close());
    return own;
  };
  const first = open();
  const questions = Array.from({ length: 5 }, () => films).flat();
  await Promise.all(questions.map((media) => first.frames(media, wish)));
  expect(first.statistics()).toEqual({ made: 12, reused: 48 });
  // Another checkpoint, in another process.
  const second = open();
  for (const media of questions) await second.frames(media, wish);
  expect(second.statistics()).toEqual({ made: 0, reused: 60 });
});
