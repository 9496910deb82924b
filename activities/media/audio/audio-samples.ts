import type { MediaLimits } from '../video/media-limits.ts';

export interface ReadAudioOptions {
  /** Samples per second; default: the file's own. */
  readonly rate?: number | undefined;
  /** Default: the file's own. */
  readonly channels?: number | undefined;
  readonly limits?: Partial<MediaLimits> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Sound as numbers, mostly from -1 to 1: the samples of all channels of one moment side by side. */
export interface AudioSamples {
  readonly rate: number;
  readonly channels: number;
  /** Moments; each has one sample per channel. */
  readonly length: number;
  readonly samples: Float32Array;
}
