/** Names as in Pillow; `nearest` is no weighted filter and handled apart. */
export type ResampleFilter = 'nearest' | 'lanczos' | 'bilinear' | 'bicubic' | 'box' | 'hamming';

export interface FilterKernel {
  /** Half width in source pixels at scale 1. */
  readonly support: number;
  readonly weight: (distance: number) => number;
}

/** Pillow's and so Hugging Face's numbering of `resample`. */
const BY_CODE: readonly ResampleFilter[] = [
  'nearest',
  'lanczos',
  'bilinear',
  'bicubic',
  'box',
  'hamming',
];

export function resampleFilterOfCode(code: number): ResampleFilter | undefined {
  return BY_CODE[code];
}

export const FILTER_KERNELS: Readonly<Record<Exclude<ResampleFilter, 'nearest'>, FilterKernel>> = {
  box: { support: 0.5, weight: (x) => (x > -0.5 && x <= 0.5 ? 1 : 0) },
  bilinear: { support: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) },
  hamming: { support: 1, weight: hamming },
  bicubic: { support: 2, weight: bicubic },
  lanczos: { support: 3, weight: (x) => (x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0) },
};

function hamming(distance: number): number {
  const x = Math.abs(distance);
  if (x === 0) return 1;
  if (x >= 1) return 0;
  return sinc(x) * (0.54 + 0.46 * Math.cos(x * Math.PI));
}

/** Keys' cubic with a = -0.5. */
function bicubic(distance: number): number {
  const x = Math.abs(distance);
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  if (x < 2) return ((x - 5) * x + 8) * x * -0.5 + 2;
  return 0;
}

function sinc(x: number): number {
  if (x === 0) return 1;
  const angle = x * Math.PI;
  return Math.sin(angle) / angle;
}
