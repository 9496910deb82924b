import ffmpeg, { type FfprobeData } from 'fluent-ffmpeg';
import type { FrameRate } from '../../../../core/video-sampling.ts';
import { CONTAINERS } from '../containers.ts';
import { missingStream, refuseBeyond } from '../media-errors.ts';
import type { MediaLimits } from '../media-limits.ts';
import { explainProgramError } from './run-ffmpeg.ts';

export interface ProbedVideo {
  readonly streamIndex: number;
  readonly width: number;
  readonly height: number;
  /** Quarter turns clockwise that bring it upright. */
  readonly turns: 0 | 1 | 2 | 3;
  readonly rate: FrameRate | undefined;
  readonly durationSeconds: number;
}

/** Only files, and only containers that hold their own media. */
export const INPUT_OPTIONS = ['-protocol_whitelist', 'file,pipe', '-format_whitelist', CONTAINERS];

/** What ffprobe says of the first video stream; every limit of the header is checked. */
export async function probeVideo(path: string, limits: MediaLimits): Promise<ProbedVideo> {
  const { format, streams } = await probe(path);
  refuseBeyond(path, 'maxStreams', streams.length, limits.maxStreams);
  const durationSeconds = Number(format.duration) || 0;
  refuseBeyond(path, 'maxDurationSeconds', durationSeconds, limits.maxDurationSeconds);
  const stream = streams.find(
    ({ codec_type: type, disposition }) => type === 'video' && disposition?.attached_pic !== 1,
  );
  if (stream === undefined) throw missingStream(path, 'video');
  const { index: streamIndex, width = 0, height = 0, rotation } = stream;
  refuseBeyond(path, 'maxPixels', width * height, limits.maxPixels);
  return {
    streamIndex,
    width,
    height,
    turns: turnsOf(Number(rotation) || 0),
    rate: readRate(stream.avg_frame_rate),
    durationSeconds: Number(stream.duration) || durationSeconds,
  };
}

function probe(path: string): Promise<FfprobeData> {
  return new Promise((resolve, reject) => {
    ffmpeg.ffprobe(`file:${path}`, INPUT_OPTIONS, (error: Error | null, data) => {
      if (error === null) resolve(data);
      else reject(explainProgramError(path, error));
    });
  });
}

/** ffprobe counts degrees against the clock. */
function turnsOf(degrees: number): ProbedVideo['turns'] {
  const turns = (((-degrees / 90) % 4) + 4) % 4;
  return turns === 1 || turns === 2 || turns === 3 ? turns : 0;
}

function readRate(text: string | undefined): FrameRate | undefined {
  const [numerator = 0, denominator = 0] = (text ?? '').split('/').map(Number);
  return numerator > 0 && denominator > 0 ? { numerator, denominator } : undefined;
}
