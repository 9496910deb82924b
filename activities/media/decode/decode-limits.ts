/** What one picture or document may cost; films and sound have limits of their own in video/. */
export interface DecodeLimits {
  /** Of one picture or page, before it is made smaller. */
  readonly maxPixels: number;
  /** Of the encoded source. */
  readonly maxSourceBytes: number;
  readonly maxFrames: number;
  readonly maxPages: number;
  /** Of everything made of one medium. */
  readonly maxOutputBytes: number;
  /** Time of one decode, after which its process is killed. */
  readonly deadlineMs: number;
  /** Memory of a decoding process, above which it is killed. */
  readonly maxMemoryBytes: number;
}

const MIB = 1024 * 1024;

export const DEFAULT_DECODE_LIMITS: DecodeLimits = {
  // The size at which Pillow itself refuses: twice its warning.
  maxPixels: 178_956_970,
  maxSourceBytes: 8192 * MIB,
  maxFrames: 4096,
  maxPages: 512,
  maxOutputBytes: 1024 * MIB,
  deadlineMs: 60_000,
  maxMemoryBytes: 1536 * MIB,
};
