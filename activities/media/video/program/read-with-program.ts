import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ffmpeg from 'fluent-ffmpeg';
import { EvalError } from '../../../../core/errors.ts';
import { mediaLimits } from '../media-limits.ts';
import { refuseBeyond, unreadable } from '../media-errors.ts';
import { turnPixels } from '../orientation.ts';
import { readFully } from '../read-fully.ts';
import type { DecodedVideo, ReadVideoOptions, VideoInfo } from '../video-frames.ts';
import { wantedFrames } from '../wanted-frames.ts';
import { frameTimes } from './frame-times.ts';
import { INPUT_OPTIONS, probeVideo } from './probe-video.ts';
import { runFfmpeg, type RunBounds } from './run-ffmpeg.ts';
import { selectExpression } from './select-expression.ts';

/** A command line may be 128 KB long on Linux. */
const MAX_SELECTED = 6000;

/** Decodes with the programs ffmpeg and ffprobe, always from the start: slow, and a second opinion. */
export async function readWithProgram<Result>(
  path: string,
  options: ReadVideoOptions,
  use: (video: DecodedVideo) => Promise<Result>,
): Promise<Result> {
  const { frames, fps, forceIncludeLastFrame, range, isUpright = true } = options;
  const limits = mediaLimits(options.limits);
  const endsAt = performance.now() + limits.maxDecodeMs;
  const signal = options.signal ?? new AbortController().signal;
  const bounds = (): RunBounds => ({
    path,
    timeoutMs: Math.max(0, endsAt - performance.now()),
    signal,
  });
  const probed = await probeVideo(path, limits);
  const { streamIndex, width, height, rate, durationSeconds } = probed;
  const folder = await mkdtemp(join(tmpdir(), 'assay-decoded-'));
  try {
    const seconds = await frameTimes(streamIndex, join(folder, 'times'), limits, bounds());
    const sampling = { frames, fps, forceIncludeLastFrame };
    const wanted = wantedFrames(seconds, rate, { path, sampling, range });
    const size = width * height * 3;
    const count = wanted.indices.length;
    refuseBeyond(path, 'maxOutputBytes', size * count, limits.maxOutputBytes);
    const pixels = join(folder, 'pixels');
    const command = ffmpeg(`file:${path}`)
      .inputOptions([...INPUT_OPTIONS, '-max_pixels', String(limits.maxPixels), '-noautorotate'])
      .outputOptions('-map', `0:${streamIndex}`, '-fps_mode', 'passthrough')
      .outputOptions('-vf', filters(wanted.indices, seconds.length))
      .format('rawvideo')
      .output(pixels);
    await runFfmpeg(command, bounds());
    const turns = isUpright ? probed.turns : 0;
    const isSideways = turns % 2 === 1;
    const info: VideoInfo = {
      width: isSideways ? height : width,
      height: isSideways ? width : height,
      count,
      ...wanted,
      fps: rate === undefined ? 0 : rate.numerator / rate.denominator,
      durationSeconds,
      totalFrames: seconds.length,
    };
    const file = await open(pixels);
    try {
      const { size: written } = await file.stat();
      if (written !== size * count) {
        throw unreadable(path, `ffmpeg wrote ${written} bytes instead of ${size * count}`);
      }
      return await use({
        ...info,
        async frame(place, target = new Uint8Array(size)) {
          if (turns === 0) return readFully(file, place * size, target);
          const lying = await readFully(file, place * size, new Uint8Array(size));
          turnPixels(lying, { width, height }, turns, target);
          return target;
        },
      });
    } finally {
      await file.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The scaler as the native backend sets it: bilinear, and by fields where the frames have them. */
function filters(indices: readonly number[], totalFrames: number): string {
  const convert = 'scale=flags=bilinear:interl=-1,format=rgb24';
  if (indices.length === totalFrames) return convert;
  if (indices.length > MAX_SELECTED) {
    throw new EvalError(
      'config-invalid',
      `Cannot choose ${indices.length} frames with the backend ffmpeg: more than ${MAX_SELECTED} do not fit on its command line. Use the backend native.`,
    );
  }
  return `select=${selectExpression(indices)},${convert}`;
}
