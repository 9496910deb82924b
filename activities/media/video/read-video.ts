import { checkMediaFile } from './check-file.ts';
import { decodeSettings } from './decode-settings.ts';
import { readNatively } from './read-natively.ts';
import { readWithProgram } from './program/read-with-program.ts';
import type { DecodedVideo, ReadVideoOptions, VideoFrames } from './video-frames.ts';

/**
 * Frames of a local video file as RGB, sampled evenly. Decoding happens in another process; it is
 * killed when `signal` aborts or a limit is passed.
 *
 * @throws EvalError `media-unreadable`, `media-unsupported` (no picture, unknown codec, beyond a limit),
 *   `timed-out`
 */
export function readVideo(path: string, options: ReadVideoOptions = {}): Promise<VideoFrames> {
  return withVideoFrames(path, options, async ({ frame, ...info }) => {
    const size = info.width * info.height * 3;
    const rgb = new Uint8Array(size * info.count);
    for (let place = 0; place < info.count; place += 1) {
      await frame(place, rgb.subarray(place * size, (place + 1) * size));
    }
    return { ...info, rgb };
  });
}

/**
 * The same, frame by frame: for many frames, of which only one need be in memory at a time. The decoder
 * is held until `use` ends.
 */
export async function withVideoFrames<Result>(
  path: string,
  options: ReadVideoOptions,
  use: (video: DecodedVideo) => Promise<Result>,
): Promise<Result> {
  const settings = decodeSettings();
  const file = await checkMediaFile(path);
  const backend = options.backend ?? settings.backend;
  if (backend === 'ffmpeg') return readWithProgram(file, options, use);
  return readNatively(file, options, settings.threads, use);
}
