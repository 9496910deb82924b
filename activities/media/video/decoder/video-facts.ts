import type { FrameRate } from '../../../../core/video-sampling.ts';
import type { PictureShape, VideoRequest } from './decoder-protocol.ts';
import { AV_PKT_DATA_DISPLAYMATRIX } from 'node-av/constants';
import { refuseBeyond } from '../media-errors.ts';
import type { OpenedInput } from './open-input.ts';
import { turnsOfMatrix } from '../orientation.ts';
import type { WantedFrames } from '../wanted-frames.ts';
import type { VideoInfo } from '../video-frames.ts';

/** Frames per second on average; undefined where the file gives none. */
export function frameRate({ stream }: OpenedInput): FrameRate | undefined {
  const { num, den } = stream.avgFrameRate;
  return num > 0 && den > 0 ? { numerator: num, denominator: den } : undefined;
}

export function pictureShape(
  { stream }: OpenedInput,
  { width, height }: { readonly width: number; readonly height: number },
  { isUpright }: VideoRequest,
): PictureShape {
  const matrix = isUpright ? stream.codecpar.getCodedSideData(AV_PKT_DATA_DISPLAYMATRIX) : null;
  return { width, height, turns: turnsOfMatrix(matrix) };
}

/** Before anything is written: the size of all wanted frames together. */
export function checkOutput(job: VideoRequest, shape: PictureShape, count: number): void {
  const bytes = shape.width * shape.height * 3 * count;
  refuseBeyond(job.path, 'maxOutputBytes', bytes, job.limits.maxOutputBytes);
}

export function videoInfo(
  input: OpenedInput,
  shape: PictureShape,
  wanted: WantedFrames,
  totalFrames: number,
): VideoInfo {
  const { width, height, turns } = shape;
  const rate = frameRate(input);
  const fps = rate === undefined ? 0 : rate.numerator / rate.denominator;
  const isSideways = turns === 1 || turns === 3;
  return {
    width: isSideways ? height : width,
    height: isSideways ? width : height,
    count: wanted.indices.length,
    indices: wanted.indices,
    timestamps: wanted.timestamps,
    fps,
    durationSeconds: duration(input, fps, totalFrames),
    totalFrames,
  };
}

/** By the stream, else by the container, else by its frames. */
function duration({ context, stream }: OpenedInput, fps: number, totalFrames: number): number {
  const { num, den } = stream.timeBase;
  if (stream.duration > 0n) return (Number(stream.duration) * num) / den;
  if (context.duration > 0n) return Number(context.duration) / 1e6;
  return fps > 0 ? totalFrames / fps : 0;
}
