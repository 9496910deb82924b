import { expect, test } from 'vitest';
import { readVideo, withVideoFrames } from '../../../activities/media/video/read-video.ts';
import type { VideoFrames } from '../../../activities/media/video/video-frames.ts';
import { clip, digestOf, readVideoGolden } from './video-clips.ts';

const { videos } = readVideoGolden();
const names = Object.keys(videos);
const ALL = 1_000_000;

function digests({ rgb, count }: VideoFrames): string[] {
  const size = rgb.byteLength / count;
  return Array.from({ length: count }, (_, place) =>
    digestOf(rgb.subarray(place * size, (place + 1) * size)),
  );
}

test.each(names)('every frame of %s is what PyAV decodes', async (name) => {
  const golden = videos[name]!;
  const video = await readVideo(clip(name), { frames: ALL, isUpright: false });
  expect([video.width, video.height]).toEqual(golden[0]!.size);
  expect(video.totalFrames).toBe(golden.length);
  expect(digests(video)).toEqual(golden.map(({ digest }) => digest));
  golden.forEach(({ time }, place) => {
    if (time !== null) expect(video.timestamps[place]).toBeCloseTo(time, 4);
  });
});

test.each(names)('a few frames of %s are those among all', async (name) => {
  const golden = videos[name]!;
  for (const frames of [1, 3, 7]) {
    const video = await readVideo(clip(name), { frames, isUpright: false });
    expect(video.count).toBe(Math.min(frames, golden.length));
    expect(digests(video)).toEqual(video.indices.map((index) => golden[index]!.digest));
  }
});

test('a range counts and samples only what is shown within it', async () => {
  const range = { startSeconds: 0.5, endSeconds: 0.8 };
  const video = await readVideo(clip('plain.mp4'), { frames: 3, range });
  expect(video.indices).toEqual([15, 19, 24]);
  expect(video.timestamps.at(-1)).toBeCloseTo(0.8);
  expect(digests(video)).toEqual(video.indices.map((index) => videos['plain.mp4']![index]!.digest));
  await expect(readVideo(clip('plain.mp4'), { range: { startSeconds: 60 } })).rejects.toMatchObject(
    { code: 'media-unreadable', message: expect.stringContaining('60') },
  );
});

test('fps limits the number of frames', async () => {
  const video = await readVideo(clip('plain.mp4'), { frames: 64, fps: 5 });
  expect(video.indices).toEqual([0, 7, 14, 21, 28, 35]);
  expect(video.fps).toBe(30);
});

test('a video on its side is brought upright', async () => {
  const lying = await readVideo(clip('turned.mp4'), { frames: 2, isUpright: false });
  const upright = await readVideo(clip('turned.mp4'), { frames: 2 });
  expect([upright.width, upright.height]).toEqual([lying.height, lying.width]);
  // Turned against the clock, as ffplay shows it: what ended the first row now begins it.
  const rowEnd = (lying.width - 1) * 3;
  expect([...upright.rgb.subarray(0, 3)]).toEqual([...lying.rgb.subarray(rowEnd, rowEnd + 3)]);
});

test('frames can be fetched one by one, in any order', async () => {
  const golden = videos['open-gop.mp4']!;
  const seen = await withVideoFrames(clip('open-gop.mp4'), { frames: 5 }, async (video) => {
    const last = await video.frame(4);
    const first = await video.frame(0);
    return [digestOf(first), digestOf(last), golden[video.indices[4]!]!.digest];
  });
  expect(seen).toEqual([golden[0]!.digest, seen[2], seen[2]]);
});

test('many at once, each exact', async () => {
  const many = Array.from({ length: 24 }, (_, index) => names[index % names.length]!);
  await Promise.all(
    many.map(async (name) => {
      const video = await readVideo(clip(name), { frames: 4, isUpright: false });
      expect(digests(video)).toEqual(video.indices.map((index) => videos[name]![index]!.digest));
    }),
  );
});
