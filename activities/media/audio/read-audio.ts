import { sharedDecoderPool } from '../video/decoder/decoder-pool.ts';
import type { AudioInfo } from '../video/decoder/decoder-protocol.ts';
import { checkMediaFile } from '../video/check-file.ts';
import { mediaLimits } from '../video/media-limits.ts';
import { readFully } from '../video/read-fully.ts';
import { EvalError } from '../../../core/errors.ts';
import type { AudioSamples, ReadAudioOptions } from './audio-samples.ts';

/**
 * The sound of a local audio or video file as float32 samples. Decoding happens in another process; it
 * is killed when `signal` aborts or a limit is passed.
 *
 * @throws EvalError `media-unreadable`, `media-unsupported` (no sound, unknown codec, beyond a limit),
 *   `timed-out`
 */
export async function readAudio(
  path: string,
  options: ReadAudioOptions = {},
): Promise<AudioSamples> {
  const { rate, channels, signal = new AbortController().signal } = options;
  refuseInvalid('rate', rate, 384_000);
  refuseInvalid('channels', channels, 8);
  const file = await checkMediaFile(path);
  const limits = mediaLimits(options.limits);
  return sharedDecoderPool().withSlots(1, signal, async (decoder) => {
    const bounds = {
      path: file,
      timeoutMs: limits.maxDecodeMs,
      maxMemoryBytes: limits.maxMemoryBytes,
      signal,
    };
    const request = { path: file, rate, channels, limits };
    const info: AudioInfo = await decoder.call('audio', request, bounds);
    const samples = new Float32Array(info.length * info.channels);
    await readFully(decoder.output(), 0, new Uint8Array(samples.buffer));
    return { ...info, samples };
  });
}

function refuseInvalid(name: string, value: number | undefined, most: number): void {
  if (value === undefined || (Number.isSafeInteger(value) && value > 0 && value <= most)) return;
  throw new EvalError(
    'config-invalid',
    `Cannot read audio: ${name} is ${value}, but must be a whole number from 1 to ${most}.`,
  );
}
