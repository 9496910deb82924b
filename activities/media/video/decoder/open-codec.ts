import { Codec, CodecContext, FFmpegError } from 'node-av/lib';
import { EvalError } from '../../../../core/errors.ts';
import type { MediaLimits } from '../media-limits.ts';
import { unreadable } from '../media-errors.ts';
import type { OpenedInput } from './open-input.ts';

/** The decoder of an opened stream. One thread decodes each frame at once; more delay their output. */
export function openCodec(
  { stream }: OpenedInput,
  path: string,
  limits: MediaLimits,
  threads: number,
): CodecContext {
  const codec = Codec.findDecoder(stream.codecpar.codecId);
  if (codec === null) {
    throw new EvalError(
      'media-unsupported',
      `Cannot decode ${path}: there is no decoder for its codec (number ${stream.codecpar.codecId}). Convert the file, for example to H.264 in MP4.`,
    );
  }
  const context = new CodecContext();
  context.allocContext3(codec);
  const copied = context.parametersToContext(stream.codecpar);
  context.pktTimebase = stream.timeBase;
  context.threadCount = threads;
  // A header inside the stream may ask for more than the container said. Set here and not as an option
  // of open2Sync: node-av 6.1.1 frees such options twice.
  context.setOption('max_pixels', limits.maxPixels);
  const opened = copied < 0 ? copied : context.open2Sync(codec, null);
  if (opened >= 0) return context;
  context.freeContext();
  throw unreadable(path, FFmpegError.strerror(opened));
}
