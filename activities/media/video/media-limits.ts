/** What one file may cost. A file beyond a limit is refused with the limit's name. */
export interface MediaLimits {
  /** Pixels of one frame. Default 8192 × 4320. */
  readonly maxPixels: number;
  /** Streams in the file. Default 64. */
  readonly maxStreams: number;
  /** Length by the header and by its frames. Default 24 hours. */
  readonly maxDurationSeconds: number;
  /** Packets read while counting frames: more than a day at 60 per second. */
  readonly maxPackets: number;
  /** Decoded bytes of all wanted frames, or of the sound. Default 4 GiB. */
  readonly maxOutputBytes: number;
  /** Memory of the process that decodes, where the system tells it. Default 1.5 GiB. */
  readonly maxMemoryBytes: number;
  /** After so long a decode is killed. Default 2 minutes; waiting for a free decoder is not counted. */
  readonly maxDecodeMs: number;
}

const DEFAULTS: MediaLimits = {
  maxPixels: 8192 * 4320,
  maxStreams: 64,
  maxDurationSeconds: 24 * 3600,
  maxPackets: 6_000_000,
  maxOutputBytes: 4 * 1024 ** 3,
  maxMemoryBytes: 1.5 * 1024 ** 3,
  maxDecodeMs: 120_000,
};

export function mediaLimits(changes: Partial<MediaLimits> = {}): MediaLimits {
  return { ...DEFAULTS, ...changes };
}
