import { sampleFrameIndices, type FrameRate } from '../../../core/video-sampling.ts';
import type { VideoRequest } from './decoder/decoder-protocol.ts';
import { unreadable } from './media-errors.ts';

export interface WantedFrames {
  readonly indices: readonly number[];
  readonly timestamps: readonly number[];
}

/**
 * Applies the sampling rule to a video whose frames are shown at these seconds.
 *
 * @param seconds ascending, the first is 0
 */
export function wantedFrames(
  seconds: readonly number[],
  rate: FrameRate | undefined,
  { path, sampling, range }: Pick<VideoRequest, 'path' | 'sampling' | 'range'>,
): WantedFrames {
  const { startSeconds = Number.NEGATIVE_INFINITY, endSeconds = Number.POSITIVE_INFINITY } =
    range ?? {};
  const found = seconds.findIndex((time) => time >= startSeconds);
  const first = found < 0 ? seconds.length : found;
  const last = seconds.findLastIndex((time) => time <= endSeconds);
  const indices = sampleFrameIndices(last - first + 1, rate, sampling).map(
    (index) => first + index,
  );
  if (indices.length === 0) {
    const within = range === undefined ? '' : ` between ${startSeconds} and ${endSeconds} seconds`;
    throw unreadable(path, `no frame could be read${within}`);
  }
  return { indices, timestamps: indices.map((index) => seconds[index]!) };
}
