import type { FrameSampling } from '../../../core/video-sampling.ts';
import type { MediaLimits } from './media-limits.ts';

/** `native`: FFmpeg's libraries through node-av. `ffmpeg`: the ffmpeg program on PATH. */
export type VideoBackend = 'native' | 'ffmpeg';

/** A part of a video, in seconds from its first frame; both ends belong to it. */
export interface TimeRange {
  readonly startSeconds?: number | undefined;
  readonly endSeconds?: number | undefined;
}

export interface ReadVideoOptions extends FrameSampling {
  /** Only frames shown within it are counted and sampled. */
  readonly range?: TimeRange | undefined;
  /** Default: LMMS_VIDEO_DECODE_BACKEND, else native. */
  readonly backend?: VideoBackend | undefined;
  /** Turn frames upright as their display matrix says. Default true; PyAV does not. */
  readonly isUpright?: boolean | undefined;
  readonly limits?: Partial<MediaLimits> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What is known of the frames of a video; the fields of all frames are in the same order. */
export interface VideoInfo {
  readonly width: number;
  readonly height: number;
  /** How many frames were read. */
  readonly count: number;
  /** Number of each frame within the video, from 0. */
  readonly indices: readonly number[];
  /** When each frame is shown, in seconds from the video's first frame. */
  readonly timestamps: readonly number[];
  /** Frames per second on average; 0 where the file does not say. */
  readonly fps: number;
  readonly durationSeconds: number;
  /** How many frames the whole video has. */
  readonly totalFrames: number;
}

export interface VideoFrames extends VideoInfo {
  /** `count` pictures of `height` rows of `width` pixels of red, green and blue, without padding. */
  readonly rgb: Uint8Array;
}

/** A decoded video whose frames are fetched one by one, so that many frames need little memory. */
export interface DecodedVideo extends VideoInfo {
  /** The pixels of the frame at this place in `indices`, in `target` if given. */
  readonly frame: (place: number, target?: Uint8Array) => Promise<Uint8Array>;
}
