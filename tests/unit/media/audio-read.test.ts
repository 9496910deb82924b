import { expect, test } from 'vitest';
import { encodeWav } from '../../../activities/media/audio/encode-wav.ts';
import { pcm16 } from '../../../activities/media/audio/pcm16.ts';
import { readAudio } from '../../../activities/media/audio/read-audio.ts';
import { clip, digestOf, readVideoGolden } from './video-clips.ts';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

test.each(readVideoGolden().sounds)(
  '$file at $rate Hz with $channels channels has the samples that PyAV gives',
  async ({ file, rate, channels, numbers, digest }) => {
    const sound = await readAudio(clip(file), { rate, channels });
    expect(sound).toMatchObject({ rate, channels, length: numbers / channels });
    expect(digestOf(new Uint8Array(sound.samples.buffer))).toBe(digest);
  },
);

test('without wishes the sound stays as it is: sixteen bits come back to the bit', async () => {
  const file = readFileSync(clip('sound.wav'));
  const sound = await readAudio(clip('sound.wav'));
  const data = file.subarray(file.indexOf('data') + 8);
  expect(digestOf(new Uint8Array(pcm16(sound.samples).buffer))).toBe(digestOf(data));
});

test('the sound of a video ends where its last sample does', async () => {
  const sound = await readAudio(clip('both.mp4'), { channels: 1 });
  expect(sound.rate).toBe(22_050);
  expect(sound.length / sound.rate).toBeCloseTo(0.5, 1);
});

test('a written file reads back, as whole numbers and as floats', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-audio-'));
  try {
    const sound = await readAudio(clip('sound.mp3'), { rate: 16_000, channels: 1 });
    const path = join(folder, 'again.wav');
    writeFileSync(path, encodeWav(sound, 'float32'));
    expect((await readAudio(path)).samples).toEqual(sound.samples);
    writeFileSync(path, encodeWav(sound));
    const rounded = await readAudio(path);
    expect(pcm16(rounded.samples)).toEqual(pcm16(sound.samples));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('samples that are no numbers become silence', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-audio-'));
  try {
    const samples = Float32Array.from([0.5, Number.NaN, Number.POSITIVE_INFINITY, -0.5]);
    const path = join(folder, 'holes.wav');
    writeFileSync(path, encodeWav({ rate: 8000, channels: 1, length: 4, samples }, 'float32'));
    expect([...(await readAudio(path)).samples]).toEqual([0.5, 0, 0, -0.5]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('loud samples are cut, and halves go to the even number', () => {
  const samples = Float32Array.from([2, -2, 0.5 / 32768, 1.5 / 32768, -0.5 / 32768]);
  expect([...pcm16(samples)]).toEqual([32767, -32768, 0, 2, 0]);
});

test('a silent film and odd wishes are refused by name', async () => {
  await expect(readAudio(clip('plain.mp4'))).rejects.toMatchObject({
    code: 'media-unsupported',
    message: expect.stringContaining('no audio stream'),
  });
  await expect(readAudio(clip('sound.wav'), { rate: 0 })).rejects.toMatchObject({
    code: 'config-invalid',
  });
});
