import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readVideo } from '../../../activities/media/video/read-video.ts';
import { clip } from './video-clips.ts';

const folder = mkdtempSync(join(tmpdir(), 'assay-video-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

test.each([
  ['a file that is not there', join(folder, 'none.mp4'), /ENOENT/],
  ['a folder', folder, /directory/],
  ['an empty file', write('empty.mp4', ''), /empty/],
  ['words', write('words.mp4', 'not a video at all\n'.repeat(99)), /Invalid data/],
  ['a device', '/dev/zero', /not a regular file/],
])('%s is unreadable', async (_what, path, why) => {
  await expect(readVideo(path)).rejects.toMatchObject({
    code: 'media-unreadable',
    message: expect.stringMatching(why),
  });
});

test('sound alone is no video', async () => {
  await expect(readVideo(clip('sound.mp3'))).rejects.toMatchObject({
    code: 'media-unsupported',
    message: expect.stringContaining('no video stream'),
  });
});

test.each([
  ['list.m3u8', `#EXTM3U\n#EXTINF:1,\nfile://${clip('plain.m2t')}\n#EXT-X-ENDLIST\n`],
  ['list.mp4', `#EXTM3U\n#EXTINF:1,\n${clip('plain.m2t')}\n#EXT-X-ENDLIST\n`],
  ['list.ffconcat', `ffconcat version 1.0\nfile ${clip('plain.mp4')}\n`],
])('a playlist named %s opens no other file', async (name, content) => {
  await expect(readVideo(write(name, content))).rejects.toMatchObject({ code: 'media-unreadable' });
});

test.each([
  { limits: { maxPixels: 1000 }, name: 'maxPixels' },
  { limits: { maxStreams: 0 }, name: 'maxStreams' },
  { limits: { maxDurationSeconds: 1 }, name: 'maxDurationSeconds' },
  { limits: { maxPackets: 10 }, name: 'maxPackets' },
  { limits: { maxOutputBytes: 1000 }, name: 'maxOutputBytes' },
])('refuses what is beyond $name', async ({ limits, name }) => {
  await expect(readVideo(clip('plain.mp4'), { limits })).rejects.toMatchObject({
    code: 'media-unsupported',
    message: expect.stringContaining(name),
  });
});

test('a decode beyond its memory is killed, and the next one works', async () => {
  const limits = { maxMemoryBytes: 1 };
  const sized = readVideo(clip('hevc.mp4'), { frames: 1000, limits });
  await expect(sized).rejects.toMatchObject({ message: expect.stringContaining('maxMemoryBytes') });
  expect((await readVideo(clip('plain.mp4'))).count).toBe(8);
});

test('a decode beyond its time is killed, and the next one works', async () => {
  const limits = { maxDecodeMs: 0 };
  await expect(readVideo(clip('plain.mp4'), { limits })).rejects.toMatchObject({
    code: 'timed-out',
  });
  expect((await readVideo(clip('plain.mp4'))).count).toBe(8);
});

test('an abort ends running and waiting decodes, and the next one works', async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const running = Array.from({ length: 12 }, () => readVideo(clip('hevc.mp4'), { signal }));
  const ended = Promise.allSettled(running);
  controller.abort();
  for (const one of await ended) {
    expect(one).toMatchObject({ status: 'rejected', reason: { code: 'cancelled' } });
  }
  expect((await readVideo(clip('plain.mp4'))).count).toBe(8);
});
