import {
  AV_DISPOSITION_ATTACHED_PIC,
  AVDISCARD_ALL,
  AVMEDIA_TYPE_AUDIO,
  AVMEDIA_TYPE_VIDEO,
} from 'node-av/constants';
import { Dictionary, FFmpegError, FormatContext, type Stream } from 'node-av/lib';
import { CONTAINERS } from '../containers.ts';
import { missingStream, refuseBeyond, unreadable } from '../media-errors.ts';
import type { MediaLimits } from '../media-limits.ts';

export interface OpenedInput {
  readonly context: FormatContext;
  readonly stream: Stream;
  /** FFmpeg's name of the container, such as `matroska,webm`. */
  readonly format: string;
}

/** Opens a local file and chooses its best stream of that kind; every limit of the header is checked. */
export function openInput(path: string, kind: 'video' | 'audio', limits: MediaLimits): OpenedInput {
  const context = new FormatContext();
  const options = Dictionary.fromObject({
    protocol_whitelist: 'file',
    format_whitelist: CONTAINERS,
  });
  // The scheme keeps a name such as `concat:…` from being read as a protocol.
  const opened = context.openInputSync(`file:${path}`, null, options);
  if (opened < 0) throw unreadable(path, FFmpegError.strerror(opened));
  try {
    refuseBeyond(path, 'maxStreams', context.nbStreams, limits.maxStreams);
    const analysed = context.findStreamInfoSync(null);
    if (analysed < 0) throw unreadable(path, FFmpegError.strerror(analysed));
    refuseBeyond(path, 'maxStreams', context.nbStreams, limits.maxStreams);
    const seconds = Number(context.duration) / 1e6;
    refuseBeyond(path, 'maxDurationSeconds', seconds, limits.maxDurationSeconds);
    const stream = chooseStream(context, path, kind);
    for (const other of context.streams) {
      if (other.index !== stream.index) other.discard = AVDISCARD_ALL;
    }
    if (kind === 'video') {
      const { width, height } = stream.codecpar;
      refuseBeyond(path, 'maxPixels', width * height, limits.maxPixels);
    }
    return { context, stream, format: context.iformat?.name ?? '' };
  } catch (error) {
    context.closeInputSync();
    throw error;
  }
}

function chooseStream(context: FormatContext, path: string, kind: 'video' | 'audio'): Stream {
  const type = kind === 'video' ? AVMEDIA_TYPE_VIDEO : AVMEDIA_TYPE_AUDIO;
  const stream = context.streams[context.findBestStream(type, -1, -1)];
  // The cover of a song is a video stream to FFmpeg.
  const isCover = stream?.codecpar.codecType === AVMEDIA_TYPE_VIDEO && isAttachedPicture(stream);
  if (stream !== undefined && !isCover) return stream;
  throw missingStream(path, kind);
}

function isAttachedPicture(stream: Stream): boolean {
  return (stream.disposition & AV_DISPOSITION_ATTACHED_PIC) !== 0;
}
