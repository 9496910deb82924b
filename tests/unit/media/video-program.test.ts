import { expect, test } from 'vitest';
import { readVideo } from '../../../activities/media/video/read-video.ts';
import { findOnPath } from '../../../deploy/dev-server/find-on-path.ts';
import { clip, readVideoGolden } from './video-clips.ts';

/** The program is not ours to install for a unit test. */
const hasProgram = (await findOnPath('ffmpeg')) !== undefined;
/**
 * Left out: where scalers of other versions interpolate colours otherwise (ten bits, odd sizes), where
 * decoders round otherwise (MPEG-4), and files that were cut, of which versions save more or less.
 */
const LEFT_OUT = new Set(['ten-bit.mp4', 'odd-vp9.webm', 'no-times.avi', 'cut.mp4', 'cut.mkv']);
const names = Object.keys(readVideoGolden().videos).filter((name) => !LEFT_OUT.has(name));

test.skipIf(!hasProgram).each(names)(
  'the ffmpeg program reads %s as its libraries do',
  async (name) => {
    const native = await readVideo(clip(name), { frames: 5 });
    const program = await readVideo(clip(name), { frames: 5, backend: 'ffmpeg' });
    expect({ ...program, rgb: 0, timestamps: 0, durationSeconds: 0 }).toEqual({
      ...native,
      rgb: 0,
      timestamps: 0,
      durationSeconds: 0,
    });
    program.timestamps.forEach((time, place) => {
      expect(time).toBeCloseTo(native.timestamps[place]!, 4);
    });
    expect(Buffer.compare(program.rgb, native.rgb)).toBe(0);
  },
);

test.skipIf(!hasProgram)('the program refuses what the libraries refuse', async () => {
  const backend = 'ffmpeg';
  await expect(readVideo(clip('sound.mp3'), { backend })).rejects.toMatchObject({
    code: 'media-unsupported',
  });
  const limits = { maxDecodeMs: 0 };
  await expect(readVideo(clip('plain.mp4'), { backend, limits })).rejects.toMatchObject({
    code: 'timed-out',
  });
  const signal = AbortSignal.abort();
  await expect(readVideo(clip('plain.mp4'), { backend, signal })).rejects.toMatchObject({
    code: 'cancelled',
  });
});
