/** IEEE half precision, which Node 20 has no typed array for: ONNX Runtime hands it out as Uint16Array. */
export function floatOfHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Rounds to nearest, ties to even; beyond 65504 becomes infinite. */
export function halfOfFloat(value: number): number {
  if (Number.isNaN(value)) return 0x7e00;
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  // Below the smallest normal number the step is constant, above it is 1/1024 of the power of two.
  const exponent = Math.max(-14, Math.floor(Math.log2(size)));
  const steps = roundToEven(size / 2 ** (exponent - 10));
  if (!Number.isFinite(steps) || steps * 2 ** (exponent - 10) > 65504) return sign | 0x7c00;
  return sign | (steps < 1024 ? steps : steps + ((exponent + 14) << 10));
}

function roundToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}
