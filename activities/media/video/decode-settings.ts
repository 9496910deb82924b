import { EvalError } from '../../../core/errors.ts';
import type { VideoBackend } from './video-frames.ts';

export interface DecodeSettings {
  readonly backend: VideoBackend;
  /** Threads of one decode; undefined: as many as are free. */
  readonly threads: number | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Readers of lmms-eval and what stands for them here: all but the last give the same frames. */
const BACKENDS: Readonly<Record<string, { backend: VideoBackend; threads?: string }>> = {
  native: { backend: 'native' },
  pyav: { backend: 'native' },
  torchcodec: { backend: 'native', threads: 'LMMS_VIDEO_TORCHCODEC_THREADS' },
  decord: { backend: 'native', threads: 'LMMS_VIDEO_DECORD_THREADS' },
  dali: { backend: 'native', threads: 'LMMS_VIDEO_DALI_THREADS' },
  ffmpeg: { backend: 'ffmpeg' },
};

/**
 * LMMS_VIDEO_DECODE_BACKEND and, for the reader it names, its number of threads (0: automatic). Names of
 * devices are accepted and ignored: decoding is on the CPU.
 */
export function decodeSettings(environment: Environment = process.env): DecodeSettings {
  const name = (environment['LMMS_VIDEO_DECODE_BACKEND'] ?? 'native').trim().toLowerCase();
  const chosen = Object.hasOwn(BACKENDS, name) ? BACKENDS[name] : undefined;
  if (chosen === undefined) {
    throw new EvalError(
      'config-invalid',
      `LMMS_VIDEO_DECODE_BACKEND is ${JSON.stringify(name)}; known are ${Object.keys(BACKENDS).join(', ')}.`,
    );
  }
  const text = chosen.threads === undefined ? undefined : environment[chosen.threads];
  const threads = Number(text ?? 0);
  if (!Number.isSafeInteger(threads) || threads < 0) {
    throw new EvalError(
      'config-invalid',
      `${chosen.threads} is ${JSON.stringify(text)}, but must be a whole number from 0 on.`,
    );
  }
  return { backend: chosen.backend, threads: threads === 0 ? undefined : threads };
}
