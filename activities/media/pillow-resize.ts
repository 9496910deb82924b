import { FILTER_KERNELS, type FilterKernel, type ResampleFilter } from './resample-filter.ts';
import type { RgbImage } from './rgb-image.ts';

/** Fraction bits of the fixed-point weights: 32 less 8 for the sample and 2 for overshoot. */
const PRECISION_BITS = 22;
const ROUNDING = 1 << (PRECISION_BITS - 1);
const CHANNELS = 3;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Resizes as Pillow 13 does, to the last bit: separable, rounded to bytes between the passes. Models
 * were trained on exactly these pixels, and other libraries' cubic filters differ by up to 9 of 255.
 */
export function pillowResize(image: RgbImage, size: Size, filter: ResampleFilter): RgbImage {
  if (image.width === size.width && image.height === size.height) return image;
  if (filter === 'nearest') return resizeNearest(image, size);
  const kernel = FILTER_KERNELS[filter];
  return isVerticalFirst(image, size)
    ? resizeHorizontal(resizeVertical(image, size.height, kernel), size.width, kernel)
    : resizeVertical(resizeHorizontal(image, size.width, kernel), size.height, kernel);
}

/**
 * Since rounding stands between the passes, their order shows. Pillow begins with the height when it
 * loses more than twice the pixels that the width does; older releases always begin with the width.
 */
function isVerticalFirst(image: Size, size: Size): boolean {
  const lost = image.height - size.height;
  return lost > 0 && lost > (image.width - size.width) * 2;
}

/** For each output position the first source position, and a row of `stride` weights. */
interface Weights {
  readonly starts: Int32Array;
  readonly counts: Int32Array;
  readonly values: Int32Array;
  readonly stride: number;
}

function weightsFor(inputLength: number, outputLength: number, kernel: FilterKernel): Weights {
  const scale = inputLength / outputLength;
  // Shrinking widens the filter, so that every source pixel counts; enlarging leaves it as it is.
  const filterScale = Math.max(scale, 1);
  const support = kernel.support * filterScale;
  const stride = Math.ceil(support) * 2 + 1;
  const starts = new Int32Array(outputLength);
  const counts = new Int32Array(outputLength);
  const values = new Int32Array(outputLength * stride);
  const row = new Float64Array(stride);
  for (let output = 0; output < outputLength; output++) {
    const center = (output + 0.5) * scale;
    const start = Math.max(0, Math.trunc(center - support + 0.5));
    const count = Math.min(inputLength, Math.trunc(center + support + 0.5)) - start;
    let sum = 0;
    for (let index = 0; index < count; index++) {
      const weight = kernel.weight((index + start - center + 0.5) * (1 / filterScale));
      row[index] = weight;
      sum += weight;
    }
    for (let index = 0; index < count; index++) {
      const weight = sum === 0 ? row[index]! : row[index]! / sum;
      const fixed = weight * (1 << PRECISION_BITS);
      values[output * stride + index] = Math.trunc(fixed + (weight < 0 ? -0.5 : 0.5));
    }
    starts[output] = start;
    counts[output] = count;
  }
  return { starts, counts, values, stride };
}

function resizeHorizontal(image: RgbImage, width: number, kernel: FilterKernel): RgbImage {
  if (image.width === width) return image;
  const { starts, counts, values, stride } = weightsFor(image.width, width, kernel);
  const source = image.data;
  const target = new Uint8Array(width * image.height * CHANNELS);
  let to = 0;
  for (let y = 0; y < image.height; y++) {
    const rowStart = y * image.width * CHANNELS;
    for (let x = 0; x < width; x++) {
      let red = ROUNDING;
      let green = ROUNDING;
      let blue = ROUNDING;
      let from = rowStart + starts[x]! * CHANNELS;
      const first = x * stride;
      const end = first + counts[x]!;
      for (let index = first; index < end; index++) {
        const weight = values[index]!;
        red += source[from]! * weight;
        green += source[from + 1]! * weight;
        blue += source[from + 2]! * weight;
        from += CHANNELS;
      }
      target[to++] = toByte(red);
      target[to++] = toByte(green);
      target[to++] = toByte(blue);
    }
  }
  return { width, height: image.height, data: target };
}

function resizeVertical(image: RgbImage, height: number, kernel: FilterKernel): RgbImage {
  if (image.height === height) return image;
  const { starts, counts, values, stride } = weightsFor(image.height, height, kernel);
  const source = image.data;
  const rowLength = image.width * CHANNELS;
  const target = new Uint8Array(rowLength * height);
  // A whole row of sums at a time keeps the reads sequential; Int32 is what the C code uses.
  const sums = new Int32Array(rowLength);
  for (let y = 0; y < height; y++) {
    sums.fill(ROUNDING);
    for (let index = 0; index < counts[y]!; index++) {
      const weight = values[y * stride + index]!;
      const from = (starts[y]! + index) * rowLength;
      for (let x = 0; x < rowLength; x++) sums[x]! += source[from + x]! * weight;
    }
    for (let x = 0; x < rowLength; x++) target[y * rowLength + x] = toByte(sums[x]!);
  }
  return { width: image.width, height, data: target };
}

function resizeNearest(image: RgbImage, size: Size): RgbImage {
  const columns = nearestPositions(image.width, size.width);
  const target = new Uint8Array(size.width * size.height * CHANNELS);
  let to = 0;
  for (const fromY of nearestPositions(image.height, size.height)) {
    for (const fromX of columns) {
      const from = (fromY * image.width + fromX) * CHANNELS;
      for (let channel = 0; channel < CHANNELS; channel++) {
        target[to++] = image.data[from + channel]!;
      }
    }
  }
  return { ...size, data: target };
}

/** Adds up steps as Pillow does: a product would round differently and pick other pixels. */
function nearestPositions(inputLength: number, outputLength: number): number[] {
  const step = inputLength / outputLength;
  let position = step * 0.5;
  return Array.from({ length: outputLength }, () => {
    const index = Math.trunc(position);
    position += step;
    return index;
  });
}

function toByte(sum: number): number {
  const value = sum >> PRECISION_BITS;
  return value < 0 ? 0 : value > 255 ? 255 : value;
}
