import { EvalError } from './errors.ts';

/** Which frames of a video are wanted; every field has the default of the lmms-eval video reader. */
export interface FrameSampling {
  /** At most so many frames, evenly spaced. Default 8. */
  readonly frames?: number | undefined;
  /** At most so many frames per second of video, within `frames`. */
  readonly fps?: number | undefined;
  /** With one frame, take the last one rather than the first. */
  readonly forceIncludeLastFrame?: boolean | undefined;
}

/** A rate as containers write it, such as 30000/1001. */
export interface FrameRate {
  readonly numerator: number;
  readonly denominator: number;
}

const DEFAULT_FRAMES = 8;

/**
 * The indices of the wanted frames, ascending: evenly spaced from the first to the last frame of the
 * video, both included, each cut to a whole number.
 */
export function sampleFrameIndices(
  totalFrames: number,
  rate: FrameRate | undefined,
  sampling: FrameSampling,
): number[] {
  const { frames = DEFAULT_FRAMES, fps, forceIncludeLastFrame = false } = sampling;
  refuseInvalid('frames', frames, Number.isSafeInteger(frames) && frames > 0);
  refuseInvalid('fps', fps, fps === undefined || (Number.isFinite(fps) && fps > 0));
  if (totalFrames <= 0) return [];
  let count = Math.min(totalFrames, frames);
  if (fps !== undefined && rate !== undefined && rate.numerator > 0 && rate.denominator > 0) {
    const seconds = (totalFrames * rate.denominator) / rate.numerator;
    // A clip shorter than one period still shows one frame.
    count = Math.max(1, Math.min(count, Math.trunc(seconds * fps)));
  }
  const last = totalFrames - 1;
  if (count === 1) return [forceIncludeLastFrame ? last : 0];
  // Multiplied in this order, the products round as those of numpy's linspace do.
  const step = last / (count - 1);
  return Array.from({ length: count }, (_, index) =>
    index === count - 1 ? last : Math.floor(index * step),
  );
}

function refuseInvalid(name: string, value: number | undefined, isValid: boolean): void {
  if (isValid) return;
  const wanted = name === 'frames' ? 'a whole number above 0' : 'a number above 0';
  throw new EvalError(
    'config-invalid',
    `Cannot choose video frames: ${name} is ${String(value)}, but must be ${wanted}.`,
  );
}
