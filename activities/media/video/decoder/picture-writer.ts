import { AV_FRAME_FLAG_INTERLACED, AV_PIX_FMT_RGB24 } from 'node-av/constants';
import { FFmpegError, Frame, SoftwareScaleContext } from 'node-av/lib';
import { EvalError } from '../../../../core/errors.ts';
import type { PictureShape } from './decoder-protocol.ts';
import { turnPixels } from '../orientation.ts';
import { writeOutput } from './write-output.ts';

/** Converts decoded frames to RGB and writes each to its place in the output file. */
export interface PictureWriter {
  write(frame: Frame, place: number): void;
  close(): void;
}

export function createPictureWriter({ width, height, turns }: PictureShape): PictureWriter {
  const size = width * height * 3;
  const scaler = new SoftwareScaleContext();
  scaler.allocContext();
  // What PyAV uses. It matters where colours have fewer samples than brightness has and more bits than 8.
  scaler.setOption('sws_flags', 'bilinear');
  const picture = new Frame();
  picture.alloc();
  picture.width = width;
  picture.height = height;
  picture.format = AV_PIX_FMT_RGB24;
  // Rows without padding, so that the frame's memory is the picture.
  check(picture.getBuffer(1), 'allocate a picture');
  const pixels = picture.data?.[0]?.subarray(0, size);
  if (pixels?.byteLength !== size || picture.linesize[0] !== width * 3) {
    throw new EvalError('internal', `FFmpeg gave no plain picture of ${width}x${height}.`);
  }
  const turned = turns === 0 ? undefined : new Uint8Array(size);
  return {
    write(frame, place) {
      // The scaler takes a frame of two fields only into another such frame.
      if (frame.hasFlags(AV_FRAME_FLAG_INTERLACED)) picture.setFlags(AV_FRAME_FLAG_INTERLACED);
      else picture.clearFlags(AV_FRAME_FLAG_INTERLACED);
      // With both frames at hand the scaler honours colour matrix and range, as it would not with planes.
      check(scaler.scaleFrameSync(picture, frame), 'convert a frame to RGB');
      if (turned !== undefined) turnPixels(pixels, { width, height }, turns, turned);
      writeOutput(turned ?? pixels, place * size);
    },
    close() {
      scaler.freeContext();
      picture.free();
    },
  };
}

function check(code: number, what: string): void {
  if (code >= 0) return;
  throw new EvalError('media-unreadable', `Cannot ${what}: ${FFmpegError.strerror(code)}.`);
}
