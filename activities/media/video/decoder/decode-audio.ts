import { AV_CHANNEL_ORDER_NATIVE, AV_SAMPLE_FMT_FLT, type AVSampleFormat } from 'node-av/constants';
import {
  FFmpegError,
  Frame,
  Packet,
  SoftwareResampleContext,
  type ChannelLayout,
} from 'node-av/lib';
import type { AudioInfo, AudioRequest } from './decoder-protocol.ts';
import { openCodec } from './open-codec.ts';
import { refuseBeyond, unreadable } from '../media-errors.ts';
import { openInput } from './open-input.ts';
import { writeOutput } from './write-output.ts';

/** Writes the sound of a file to the output file as interleaved float32. */
export function decodeAudio(job: AudioRequest): AudioInfo {
  const { path, limits } = job;
  const input = openInput(path, 'audio', limits);
  try {
    const { context, stream } = input;
    const rate = job.rate ?? stream.codecpar.sampleRate;
    const channels = job.channels ?? stream.codecpar.channels;
    const output = createSampleOutput(path, { rate, channels }, limits.maxOutputBytes);
    const codec = openCodec(input, path, limits, 1);
    const packet = new Packet();
    const frame = new Frame();
    packet.alloc();
    frame.alloc();
    const receive = () => {
      while (codec.receiveFrameSync(frame) >= 0) {
        output.add(frame);
        frame.unref();
      }
    };
    try {
      while (context.readFrameSync(packet) >= 0) {
        // A damaged packet is left out, and decoding goes on behind it.
        if (packet.streamIndex === stream.index) codec.sendPacketSync(packet);
        packet.unref();
        receive();
      }
      codec.sendPacketSync(null);
      receive();
      const length = output.end();
      if (length === 0) throw unreadable(path, 'no sound could be decoded');
      return { rate, channels, length };
    } finally {
      packet.free();
      frame.free();
      codec.freeContext();
    }
  } finally {
    input.context.closeInputSync();
  }
}

interface SampleOutput {
  add(frame: Frame): void;
  /** Writes what the resampler still holds; returns the moments written in all. */
  end(): number;
}

function createSampleOutput(
  path: string,
  { rate, channels }: { readonly rate: number; readonly channels: number },
  maxBytes: number,
): SampleOutput {
  const momentBytes = channels * Float32Array.BYTES_PER_ELEMENT;
  let resampler: SoftwareResampleContext | undefined;
  let shape = '';
  let written = 0;

  function convert(planes: Buffer[] | null, samples: number): void {
    if (resampler === undefined) return;
    const room = resampler.getOutSamples(samples);
    if (room <= 0) return;
    const target = Buffer.alloc(room * momentBytes);
    const made = resampler.convertSync([target], room, planes, samples);
    if (made < 0) throw unreadable(path, `resampling failed: ${FFmpegError.strerror(made)}`);
    const bytes = target.subarray(0, made * momentBytes);
    silenceNonNumbers(new Float32Array(target.buffer, target.byteOffset, made * channels));
    refuseBeyond(path, 'maxOutputBytes', written + bytes.byteLength, maxBytes);
    writeOutput(bytes, written);
    written += bytes.byteLength;
  }

  function end(): number {
    convert(null, 0);
    resampler?.free();
    resampler = undefined;
    return written / momentBytes;
  }

  return {
    add(frame) {
      const { sampleRate, format, channelLayout, extendedData, nbSamples } = frame;
      // A stream may change its form halfway, as broadcasts do.
      const now = `${sampleRate} ${format} ${channelLayout.nbChannels} ${channelLayout.mask}`;
      if (now !== shape) {
        end();
        shape = now;
        const from = plainLayout(channelLayout.nbChannels, channelLayout);
        const to = plainLayout(channels, from);
        const next = new SoftwareResampleContext();
        next.alloc();
        const set = next.allocSetOpts2(
          to,
          AV_SAMPLE_FMT_FLT,
          rate,
          from,
          format as AVSampleFormat,
          sampleRate,
        );
        const started = set < 0 ? set : next.init();
        if (started < 0)
          throw unreadable(path, `cannot resample: ${FFmpegError.strerror(started)}`);
        resampler = next;
      }
      if (extendedData === null) throw unreadable(path, 'a frame of sound without samples');
      convert(extendedData, nbSamples);
    },
    end,
  };
}

/** FFmpeg's masks of one speaker in the middle, and of left and right. */
const MASKS = new Map([
  [1, 0x4n],
  [2, 0x3n],
]);

function plainLayout(channels: number, likely: ChannelLayout): ChannelLayout {
  if (likely.nbChannels === channels && likely.mask !== 0n) return likely;
  const mask = MASKS.get(channels);
  return mask === undefined
    ? { ...likely, nbChannels: channels }
    : { nbChannels: channels, order: AV_CHANNEL_ORDER_NATIVE, mask };
}

/** A file of floats may hold any bits; one that is no number would spoil a whole spectrogram. */
function silenceNonNumbers(samples: Float32Array): void {
  for (let index = 0; index < samples.length; index += 1) {
    if (!Number.isFinite(samples[index])) samples[index] = 0;
  }
}
