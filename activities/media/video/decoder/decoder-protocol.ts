import type { FrameSampling } from '../../../../core/video-sampling.ts';
import type { ThreadError } from '../../../threads/thread-message.ts';
import type { MediaLimits } from '../media-limits.ts';
import type { TimeRange, VideoInfo } from '../video-frames.ts';
import type { FrameGroup } from './frame-groups.ts';

/** A decoder process writes pixels and samples into the file that it got under this number. */
export const OUTPUT_FD = 3;

/** Which frames are wanted of which video. */
export interface VideoRequest {
  readonly path: string;
  readonly sampling: FrameSampling;
  readonly range: TimeRange | undefined;
  readonly isUpright: boolean;
  /** Threads of FFmpeg's own, used only where a video has to be decoded from its start. */
  readonly threads: number;
  readonly limits: MediaLimits;
}

/** How the wanted frames can be reached. */
export interface VideoPlan {
  readonly info: VideoInfo;
  readonly shape: PictureShape;
  readonly groups: readonly FrameGroup[];
}

export interface PictureShape {
  /** Of a decoded frame, before it is turned. */
  readonly width: number;
  readonly height: number;
  /** Quarter turns clockwise. */
  readonly turns: 0 | 1 | 2 | 3;
}

export interface GroupRequest {
  readonly path: string;
  readonly shape: PictureShape;
  readonly groups: readonly FrameGroup[];
  readonly limits: MediaLimits;
}

export interface AudioRequest {
  readonly path: string;
  readonly rate: number | undefined;
  readonly channels: number | undefined;
  readonly limits: MediaLimits;
}

export interface AudioInfo {
  readonly rate: number;
  readonly channels: number;
  /** Moments; each has one sample per channel. */
  readonly length: number;
}

/** What a decoder process can be asked, one after another. */
export type DecoderCalls = {
  /** Undefined where only decoding from the start tells what the video shows. */
  plan: { payload: VideoRequest; result: VideoPlan | undefined };
  /** Writes the frames of these groups; false in case of any doubt. */
  groups: { payload: GroupRequest; result: boolean };
  /** Decodes from the start and writes the wanted frames. */
  sequence: { payload: VideoRequest; result: VideoInfo };
  audio: { payload: AudioRequest; result: AudioInfo };
  /** Closes what a call left open for the next. */
  close: { payload: undefined; result: undefined };
};

export interface DecoderCall {
  readonly name: keyof DecoderCalls;
  readonly payload: unknown;
}

export type DecoderResponse = { readonly value: unknown } | { readonly error: ThreadError };
