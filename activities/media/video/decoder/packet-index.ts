import {
  AV_CODEC_ID_VP8,
  AV_NOPTS_VALUE,
  AV_PKT_FLAG_CORRUPT,
  AV_PKT_FLAG_DISCARD,
  AVERROR_EOF,
} from 'node-av/constants';
import { Packet } from 'node-av/lib';
import type { MediaLimits } from '../media-limits.ts';
import { refuseBeyond } from '../media-errors.ts';
import type { OpenedInput } from './open-input.ts';

/** Where the frames of a stream are, from its packets alone. */
export interface PacketIndex {
  /** Time of each shown frame in units of the stream's time base, ascending. */
  readonly times: readonly number[];
  /** Times at which decoding can begin, ascending. */
  readonly keys: readonly number[];
  /** Why frames cannot be found by their times; undefined if they can. */
  readonly doubt: string | undefined;
}

/** Containers whose packets are whole frames with exact times, and which seek exactly. */
const EXACT_FORMATS = /\b(?:mp4|matroska)\b/;

/** Reads every packet of the stream once, without decoding. */
export function indexPackets(input: OpenedInput, path: string, limits: MediaLimits): PacketIndex {
  const { context, stream, format } = input;
  const isVp8 = stream.codecpar.codecId === AV_CODEC_ID_VP8;
  const times: number[] = [];
  const keys: number[] = [];
  let hasAllTimes = true;
  let isWhole = true;
  let packets = 0;
  let code = 0;
  const packet = new Packet();
  packet.alloc();
  try {
    while ((code = context.readFrameSync(packet)) >= 0) {
      packets += 1;
      refuseBeyond(path, 'maxPackets', packets, limits.maxPackets);
      if (packet.streamIndex === stream.index && isShown(packet, isVp8)) {
        const { pts } = packet;
        if (pts === AV_NOPTS_VALUE) hasAllTimes = false;
        if ((packet.flags & AV_PKT_FLAG_CORRUPT) !== 0) isWhole = false;
        times.push(Number(pts));
        if (packet.isKeyframe) keys.push(Number(pts));
      }
      packet.unref();
    }
  } finally {
    packet.free();
  }
  times.sort(ascending);
  keys.sort(ascending);
  if (code !== AVERROR_EOF) isWhole = false;
  const doubt = isWhole ? doubtOf(format, hasAllTimes, times, keys) : 'the file ends early';
  return { times: hasAllTimes ? times : times.map(() => Number.NaN), keys, doubt };
}

function doubtOf(
  format: string,
  hasAllTimes: boolean,
  times: readonly number[],
  keys: readonly number[],
): string | undefined {
  if (!EXACT_FORMATS.test(format)) return `the container ${format} does not seek exactly`;
  if (!hasAllTimes) return 'packets without a time';
  if (times.some((time, index) => time === times[index - 1])) return 'two frames at one time';
  // Such frames need one that was cut away; whether they can be shown is for the decoder to say.
  if (keys[0] !== times[0]) return 'frames before the first key frame';
  return undefined;
}

/** Packets that an edit list cuts away, and VP8's hidden reference frames, show nothing. */
function isShown(packet: Packet, isVp8: boolean): boolean {
  if ((packet.flags & AV_PKT_FLAG_DISCARD) !== 0) return false;
  return !isVp8 || ((packet.data?.[0] ?? 0) & 0x10) !== 0;
}

function ascending(left: number, right: number): number {
  return left - right;
}
