import type { AudioSamples } from './audio-samples.ts';
import { pcm16 } from './pcm16.ts';

export type WavEncoding = 'int16' | 'float32';

const HEADER_BYTES = 44;

/** A WAV file in memory: what every endpoint that takes sound understands. */
export function encodeWav(sound: AudioSamples, encoding: WavEncoding = 'int16'): Uint8Array {
  const { rate, channels, samples } = sound;
  const numbers = encoding === 'int16' ? pcm16(samples) : samples;
  const sampleBytes = numbers.BYTES_PER_ELEMENT;
  const file = new Uint8Array(HEADER_BYTES + numbers.byteLength);
  const header = new DataView(file.buffer);
  const text = (at: number, value: string) => file.set(Buffer.from(value, 'latin1'), at);
  text(0, 'RIFF');
  header.setUint32(4, file.byteLength - 8, true);
  text(8, 'WAVEfmt ');
  header.setUint32(16, 16, true);
  // Format 1 is whole numbers, 3 is floating point.
  header.setUint16(20, encoding === 'int16' ? 1 : 3, true);
  header.setUint16(22, channels, true);
  header.setUint32(24, rate, true);
  header.setUint32(28, rate * channels * sampleBytes, true);
  header.setUint16(32, channels * sampleBytes, true);
  header.setUint16(34, sampleBytes * 8, true);
  text(36, 'data');
  header.setUint32(40, numbers.byteLength, true);
  // Samples are little-endian, as every machine that Node runs on is.
  file.set(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength), HEADER_BYTES);
  return file;
}
