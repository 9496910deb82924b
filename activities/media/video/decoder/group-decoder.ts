import { AVSEEK_FLAG_BACKWARD } from 'node-av/constants';
import { Frame, Packet, type CodecContext } from 'node-av/lib';
import type { PictureShape } from './decoder-protocol.ts';
import type { FrameGroup } from './frame-groups.ts';
import type { OpenedInput } from './open-input.ts';
import type { PictureWriter } from './picture-writer.ts';

export interface GroupTools {
  readonly input: OpenedInput;
  readonly codec: CodecContext;
  readonly writer: PictureWriter;
  readonly shape: PictureShape;
}

/**
 * Decodes from a key frame to the last wanted frame of its group and writes those wanted. Frames that no
 * other needs are skipped unless they are wanted.
 *
 * @returns false if a frame did not come out as the index promised: then only decoding from the start
 *   tells what the video shows
 */
export function decodeGroup({ keyTime, frames }: FrameGroup, tools: GroupTools): boolean {
  const { input, codec } = tools;
  const { context, stream } = input;
  const places = new Map(frames.map(({ time, place }) => [time, place]));
  let unsent = places.size;
  let isSkipping: boolean | undefined;
  let isFirst = true;
  if (context.seekFrameSync(stream.index, BigInt(keyTime), AVSEEK_FLAG_BACKWARD) < 0) return false;
  codec.flushBuffers();
  const packet = new Packet();
  const frame = new Frame();
  packet.alloc();
  frame.alloc();
  try {
    while (unsent > 0 && context.readFrameSync(packet) >= 0) {
      if (packet.streamIndex === stream.index) {
        const time = Number(packet.pts);
        if (isFirst && time > keyTime) return false;
        isFirst = false;
        const isWanted = places.has(time);
        if (isSkipping !== !isWanted) {
          isSkipping = !isWanted;
          codec.setOption('skip_frame', isSkipping ? 'noref' : 'default');
        }
        if (codec.sendPacketSync(packet) < 0) return false;
        if (isWanted) unsent -= 1;
        if (unsent === 0) codec.sendPacketSync(null);
        if (!receiveFrames(frame, places, tools)) return false;
      }
      packet.unref();
    }
    return places.size === 0;
  } finally {
    packet.free();
    frame.free();
  }
}

/** Writes what is ready; false if a wanted frame has another size than the video. */
function receiveFrames(
  frame: Frame,
  places: Map<number, number>,
  { codec, writer, shape }: GroupTools,
): boolean {
  while (codec.receiveFrameSync(frame) >= 0) {
    const time = Number(frame.pts);
    const place = places.get(time);
    if (place !== undefined) {
      if (frame.width !== shape.width || frame.height !== shape.height) return false;
      writer.write(frame, place);
      places.delete(time);
    }
    frame.unref();
  }
  return true;
}
