import type { CodecContext } from 'node-av/lib';
import { isEvalError } from '../../../../core/errors.ts';
import type { VideoInfo } from '../video-frames.ts';
import { decodeSequentially } from './decode-sequential.ts';
import type { GroupRequest, VideoPlan, VideoRequest } from './decoder-protocol.ts';
import { groupFrames } from './frame-groups.ts';
import { decodeGroup } from './group-decoder.ts';
import { openCodec } from './open-codec.ts';
import { openInput, type OpenedInput } from './open-input.ts';
import { indexPackets, type PacketIndex } from './packet-index.ts';
import { createPictureWriter, type PictureWriter } from './picture-writer.ts';
import { checkOutput, frameRate, pictureShape, videoInfo } from './video-facts.ts';
import { wantedFrames } from '../wanted-frames.ts';

/** The video that this process has open: planning and decoding groups share one opened file. */
export interface VideoSession {
  plan(request: VideoRequest): VideoPlan | undefined;
  groups(request: GroupRequest): boolean;
  sequence(request: VideoRequest): VideoInfo;
  close(): void;
}

export function createVideoSession(): VideoSession {
  let input: OpenedInput | undefined;
  let codec: CodecContext | undefined;
  let writer: PictureWriter | undefined;
  let seconds: readonly number[] = [];

  function close(): void {
    writer?.close();
    codec?.freeContext();
    input?.context.closeInputSync();
    writer = undefined;
    codec = undefined;
    input = undefined;
  }

  return {
    plan(request) {
      close();
      seconds = [];
      input = openInput(request.path, 'video', request.limits);
      try {
        const index = indexPackets(input, request.path, request.limits);
        seconds = secondsOf(index, input);
        return index.doubt === undefined ? planGroups(request, input, index, seconds) : undefined;
      } catch (error) {
        close();
        throw error;
      }
    },
    groups({ path, shape, groups, limits }) {
      try {
        input ??= openInput(path, 'video', limits);
        codec ??= openCodec(input, path, limits, 1);
        writer ??= createPictureWriter(shape);
        const tools = { input, codec, writer, shape };
        return groups.every((group) => decodeGroup(group, tools));
      } catch (error) {
        // Decoding from the start may go on behind a damage, and says better what is wrong.
        if (isEvalError(error) && error.code === 'store-full') throw error;
        return false;
      }
    },
    sequence(request) {
      close();
      return decodeSequentially(request, seconds);
    },
    close,
  };
}

function secondsOf({ times }: PacketIndex, { stream }: OpenedInput): number[] {
  const { num, den } = stream.timeBase;
  const first = times[0] ?? 0;
  return times.map((time) => ((time - first) * num) / den);
}

function planGroups(
  request: VideoRequest,
  input: OpenedInput,
  { times, keys }: PacketIndex,
  seconds: readonly number[],
): VideoPlan {
  const wanted = wantedFrames(seconds, frameRate(input), request);
  const shape = pictureShape(input, input.stream.codecpar, request);
  checkOutput(request, shape, wanted.indices.length);
  return {
    info: videoInfo(input, shape, wanted, times.length),
    shape,
    groups: groupFrames(wanted.indices, times, keys),
  };
}
