/** Sixteen-bit samples as FFmpeg and libsndfile make them: scaled by 32768, rounded, cut at the ends. */
export function pcm16(samples: Float32Array): Int16Array {
  const integers = new Int16Array(samples.length);
  for (let index = 0; index < samples.length; index += 1) {
    const scaled = roundHalfToEven(samples[index]! * 32768);
    integers[index] = Math.max(-32768, Math.min(32767, scaled));
  }
  return integers;
}

function roundHalfToEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
