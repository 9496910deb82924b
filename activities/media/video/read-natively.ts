import type { FileHandle } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { decodeInLanes } from './decoder/decode-in-lanes.ts';
import { sharedDecoderPool } from './decoder/decoder-pool.ts';
import type { VideoRequest } from './decoder/decoder-protocol.ts';
import { mediaLimits } from './media-limits.ts';
import { readFully } from './read-fully.ts';
import type { DecodedVideo, ReadVideoOptions, VideoInfo } from './video-frames.ts';

/** Decodes in processes of the shared pool, with FFmpeg's libraries. */
export function readNatively<Result>(
  path: string,
  options: ReadVideoOptions,
  wantedThreads: number | undefined,
  use: (video: DecodedVideo) => Promise<Result>,
): Promise<Result> {
  const { frames, fps, forceIncludeLastFrame, range, isUpright = true } = options;
  const threads = wantedThreads ?? availableParallelism();
  const signal = options.signal ?? new AbortController().signal;
  return sharedDecoderPool().withSlots(threads, signal, async (first, others) => {
    const request: VideoRequest = {
      path,
      sampling: { frames, fps, forceIncludeLastFrame },
      range,
      isUpright,
      // Whoever decodes from the start may use the turns of the others.
      threads: Math.min(threads, 1 + others.length),
      limits: mediaLimits(options.limits),
    };
    const { info, outputOf } = await decodeInLanes(request, first, others, signal);
    return use(decodedVideo(info, outputOf));
  });
}

/** Frames at their places in files. */
function decodedVideo(info: VideoInfo, outputOf: (place: number) => FileHandle): DecodedVideo {
  const size = info.width * info.height * 3;
  return {
    ...info,
    frame: (place, target = new Uint8Array(size)) =>
      readFully(outputOf(place), place * size, target),
  };
}
