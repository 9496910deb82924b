import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { encodeWav } from '../../../activities/media/audio/encode-wav.ts';
import { createMediaService, type MediaService } from '../../../activities/media/media-service.ts';
import { mediaFromBytes } from '../../../activities/datasets/media-from-bytes.ts';
import { withPages } from '../../../core/media.ts';
import { makePdf } from '../../support/make-pdf.ts';

const folder = mkdtempSync(join(tmpdir(), 'assay-media-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function serviceIn(name: string, limits = {}): MediaService {
  const service = createMediaService({
    cacheFolder: join(folder, name),
    maxCacheBytes: 1024 ** 3,
    limits,
  });
  onTestFinished(() => service.close());
  return service;
}

const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#c81e1e' } });
const PNG = { accepts: ['image/png'], format: 'png', quality: 85 } as const;

describe('a picture', () => {
  test('is handed on byte for byte where its type is accepted', async () => {
    const service = serviceIn('as-is');
    const bytes = await plain(8, 6).png().toBuffer();
    expect(await service.image(mediaFromBytes(bytes), PNG)).toEqual({
      bytes,
      mediaType: 'image/png',
    });
    expect(service.statistics()).toEqual({ made: 0, reused: 0 });
  });

  test('of another type is encoded once, also for another service on the same folder', async () => {
    const media = mediaFromBytes(await plain(40, 30).tiff().toBuffer());
    const service = serviceIn('once');
    const [first, second] = await Promise.all([
      service.image(media, PNG),
      service.image(media, PNG),
    ]);
    expect(first.mediaType).toBe('image/png');
    expect(await sharp(first.bytes).metadata()).toMatchObject({ width: 40, height: 30 });
    expect(Buffer.compare(first.bytes, second.bytes)).toBe(0);
    expect(service.statistics()).toEqual({ made: 1, reused: 1 });
    const other = serviceIn('once');
    await other.image(media, PNG);
    expect(other.statistics()).toEqual({ made: 0, reused: 1 });
    expect(readdirSync(join(folder, 'once', 'scratch'))).toEqual([]);
  });

  test('is shrunk to the most pixels, and lossy formats obey the quality', async () => {
    const service = serviceIn('shrunk');
    const noise = Buffer.from(Array.from({ length: 200 * 100 * 3 }, (_, at) => (at * 7919) % 251));
    const media = mediaFromBytes(
      await sharp(noise, { raw: { width: 200, height: 100, channels: 3 } })
        .png()
        .toBuffer(),
    );
    const wish = { accepts: ['image/png'], format: 'jpeg', maxPixels: 5000 } as const;
    const fine = await service.image(media, { ...wish, quality: 95 });
    const coarse = await service.image(media, { ...wish, quality: 20 });
    expect(await sharp(fine.bytes).metadata()).toMatchObject({ width: 100, height: 50 });
    expect(fine.mediaType).toBe('image/jpeg');
    expect(coarse.bytes.length).toBeLessThan(fine.bytes.length);
  });

  test('that was cut off is refused before anybody is asked, and its fault is remembered', async () => {
    const service = serviceIn('cut');
    const png = await plain(64, 64).png().toBuffer();
    const cut = mediaFromBytes(png.subarray(0, png.length - 20));
    await expect(service.image(cut, PNG)).rejects.toMatchObject({ code: 'media-unreadable' });
    const tiff = await plain(64, 64).tiff().toBuffer();
    const broken = mediaFromBytes(tiff.subarray(0, 100));
    const fault = {
      code: 'media-unreadable',
      message: expect.stringContaining(broken.sha256.slice(0, 12)) as unknown,
    };
    await expect(service.image(broken, PNG)).rejects.toMatchObject(fault);
    await expect(service.image(broken, PNG)).rejects.toMatchObject(fault);
    // One decode each: the second question about the same bytes needs none.
    expect(service.statistics().made).toBe(2);
  });

  test('is abandoned by who stops waiting, not by the others', async () => {
    const service = serviceIn('abandoned');
    const media = mediaFromBytes(await plain(50, 50).tiff().toBuffer());
    const stop = new AbortController();
    const impatient = service.image(media, PNG, stop.signal);
    const patient = service.image(media, PNG);
    stop.abort(new Error('enough'));
    await expect(impatient).rejects.toThrow('enough');
    expect((await patient).mediaType).toBe('image/png');
  });
});

describe('a document', () => {
  const pdf = makePdf({
    pages: [
      { width: 72, height: 144, rgb: '1 0 0' },
      { width: 144, height: 72, rgb: '0 0 1' },
    ],
  });
  const wish = { dpi: 144, format: 'png', quality: 85 } as const;

  test('becomes its pages at the resolution asked for, in their colours', async () => {
    const pages = await serviceIn('pages').pages(mediaFromBytes(pdf), wish);
    const seen = await Promise.all(
      pages.map(async ({ bytes, number }) => {
        const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
        return [number, info.width, info.height, [...data.subarray(0, 3)]];
      }),
    );
    expect(seen).toEqual([
      [1, 144, 288, [255, 0, 0]],
      [2, 288, 144, [0, 0, 255]],
    ]);
  });

  test('shows the pages that a task chose, as another medium than the whole', async () => {
    const whole = mediaFromBytes(pdf);
    const chosen = withPages(whole, { numbers: [2], dpi: 72 });
    expect(chosen.sha256).not.toBe(whole.sha256);
    expect(withPages(chosen, { numbers: [1] }).sha256).toBe(`${whole.sha256}#1@`);
    const pages = await serviceIn('pages').pages(chosen, wish);
    expect(pages.map(({ number }) => number)).toEqual([2]);
    expect(await sharp(pages[0]?.bytes).metadata()).toMatchObject({ width: 144, height: 72 });
  });

  test.each([
    ['a page that it has not', { numbers: [3] }, {}, /page 3 is wanted, it has 2/],
    ['more pages than allowed', {}, { maxPages: 1 }, /2 pages are wanted, the limit is 1/],
    ['a page of too many pixels', {}, { maxPixels: 1000 }, /144x288 pixels/],
  ])('fails for %s', async (_what, choice, limits, message) => {
    const media = withPages(mediaFromBytes(pdf), choice);
    await expect(serviceIn('failing', limits).pages(media, wish)).rejects.toMatchObject({
      code: 'media-unreadable',
      message: expect.stringMatching(message) as unknown,
    });
  });
});

describe('sound', () => {
  test('that an endpoint takes is handed on, anything else becomes WAV at the rate asked for', async () => {
    const service = serviceIn('sound');
    const samples = Float32Array.from({ length: 8000 }, (_, at) => Math.sin(at / 20) / 2);
    const wav = Buffer.from(encodeWav({ rate: 8000, channels: 2, length: 4000, samples }));
    const media = mediaFromBytes(wav);
    const accepts = ['audio/wav'];
    expect(await service.audio(media, { accepts })).toEqual({ bytes: wav, mediaType: 'audio/wav' });
    const made = await service.audio(media, { accepts, rate: 16_000, channels: 1 });
    const head = Buffer.from(made.bytes);
    expect(made.mediaType).toBe('audio/wav');
    expect([head.readUInt16LE(22), head.readUInt32LE(24)]).toEqual([1, 16_000]);
    expect(Math.abs(head.readUInt32LE(40) / 2 - 8000)).toBeLessThan(64);
  });
});

test('a decode that overruns is killed, and the next one is not harmed', async () => {
  const media = mediaFromBytes(await plain(3000, 3000).tiff().toBuffer());
  const slow = serviceIn('slow', { deadlineMs: 1 });
  await expect(slow.image(media, PNG)).rejects.toMatchObject({
    code: 'media-unreadable',
    message: expect.stringContaining('longer than 1 ms') as unknown,
  });
  const small = serviceIn('small', { maxMemoryBytes: 1024 });
  await expect(small.image(media, PNG)).rejects.toMatchObject({
    message: expect.stringContaining('more than 1024 bytes of memory') as unknown,
  });
  expect((await serviceIn('fine').image(media, PNG)).mediaType).toBe('image/png');
});
