import { AV_NOPTS_VALUE, AVERROR_EAGAIN, AVERROR_EOF } from 'node-av/constants';
import { Frame, Packet } from 'node-av/lib';
import type { VideoInfo } from '../video-frames.ts';
import type { PictureShape, VideoRequest } from './decoder-protocol.ts';
import { openCodec } from './open-codec.ts';
import { unreadable } from '../media-errors.ts';
import { openInput, type OpenedInput } from './open-input.ts';
import { createPictureWriter, type PictureWriter } from './picture-writer.ts';
import { checkOutput, frameRate, pictureShape, videoInfo } from './video-facts.ts';
import { wantedFrames } from '../wanted-frames.ts';

/** A first pass may find other frames than were guessed, and damage that asks for one thread. */
const MAX_PASSES = 4;

/**
 * Decodes from the first packet to the last, as a player would. Slow, but right for every file: the
 * frames that come out are counted, whatever packets and headers promised.
 *
 * @param guess how many frames there may be
 */
export function decodeSequentially(job: VideoRequest, guess: readonly number[]): VideoInfo {
  let seconds = guess;
  let { threads } = job;
  for (let pass = 0; pass < MAX_PASSES; pass += 1) {
    const input = openInput(job.path, 'video', job.limits);
    try {
      const rate = frameRate(input);
      const wanted = seconds.length === 0 ? undefined : wantedOrNone(seconds, rate, job);
      const { shape, isDamaged, ...found } = decodePass({ ...job, threads }, input, wanted ?? []);
      seconds = found.seconds;
      if (isDamaged && threads > 1) {
        // Several threads lose good frames beside a bad one.
        threads = 1;
        continue;
      }
      const actual = wantedFrames(seconds, rate, job);
      const isComplete = found.written === actual.indices.length;
      if (shape !== undefined && isComplete && actual.indices.join() === wanted?.join()) {
        return videoInfo(input, shape, actual, seconds.length);
      }
    } finally {
      input.context.closeInputSync();
    }
  }
  throw unreadable(job.path, 'decoding it again gave other frames');
}

/** A range may lie outside of the frames that were guessed. */
function wantedOrNone(...arguments_: Parameters<typeof wantedFrames>): readonly number[] {
  try {
    return wantedFrames(...arguments_).indices;
  } catch {
    return [];
  }
}

interface Pass {
  /** When each frame that came out is shown. */
  readonly seconds: readonly number[];
  readonly shape: PictureShape | undefined;
  /** Whether a packet could not be decoded. */
  readonly isDamaged: boolean;
  /** How many of the wanted frames were written. */
  readonly written: number;
}

function decodePass(job: VideoRequest, input: OpenedInput, indices: readonly number[]): Pass {
  const { context, stream } = input;
  const places = new Map(indices.map((index, place) => [index, place]));
  const times: bigint[] = [];
  let shape: PictureShape | undefined;
  let writer: PictureWriter | undefined;
  let isDamaged = false;
  let written = 0;
  const codec = openCodec(input, job.path, job.limits, job.threads);
  const packet = new Packet();
  const frame = new Frame();
  packet.alloc();
  frame.alloc();
  const receive = () => {
    let code = 0;
    while ((code = codec.receiveFrameSync(frame)) >= 0) {
      if (shape === undefined) {
        shape = pictureShape(input, frame, job);
        checkOutput(job, shape, indices.length);
      }
      const place = places.get(times.length);
      if (place !== undefined) {
        (writer ??= createPictureWriter(shape)).write(frame, place);
        written += 1;
      }
      times.push(frame.bestEffortTimestamp);
      frame.unref();
    }
    isDamaged ||= code !== AVERROR_EAGAIN && code !== AVERROR_EOF;
  };
  try {
    while (context.readFrameSync(packet) >= 0) {
      // A damaged packet is left out, and decoding goes on behind it.
      if (packet.streamIndex === stream.index && codec.sendPacketSync(packet) < 0) isDamaged = true;
      packet.unref();
      receive();
    }
    codec.sendPacketSync(null);
    receive();
    return { seconds: secondsOf(times, input), shape, isDamaged, written };
  } finally {
    writer?.close();
    packet.free();
    frame.free();
    codec.freeContext();
  }
}

/** From the first frame on; by the frame rate where the container keeps no times. */
function secondsOf(times: readonly bigint[], input: OpenedInput): number[] {
  const { num, den } = input.stream.timeBase;
  const first = times[0] ?? 0n;
  const isTimed = times.every(
    (time, index) => time !== AV_NOPTS_VALUE && (index === 0 || time > times[index - 1]!),
  );
  if (isTimed) return times.map((time) => (Number(time - first) * num) / den);
  const rate = frameRate(input);
  return times.map((_, index) =>
    rate === undefined ? index : (index * rate.denominator) / rate.numerator,
  );
}
