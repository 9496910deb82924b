/** What a model wants of a medium. Everything here decides the bytes, so all of it is part of the address. */
export type ImageFormat = 'png' | 'jpeg' | 'webp';

export interface ImageWish {
  /** Types that need no conversion, such as image/png. */
  readonly accepts: readonly string[];
  readonly format: ImageFormat;
  /** Of JPEG and WebP. */
  readonly quality: number;
  /** Larger pictures are shrunk, their proportions kept. */
  readonly maxPixels?: number;
  readonly maxBytes?: number;
}

export interface FrameWish {
  /** Evenly spaced, first and last included; with `fps` the most. */
  readonly frames: number;
  /** Frames per second; wins over the number. */
  readonly fps?: number;
  readonly minPixels?: number;
  readonly maxPixels?: number;
  /** Sides become multiples of this; default 1. */
  readonly grid?: number;
  readonly format: ImageFormat;
  readonly quality: number;
}

export interface AudioWish {
  readonly accepts: readonly string[];
  /** Samples per second; default: as recorded. */
  readonly rate?: number;
  readonly channels?: number;
}

export interface PageWish {
  readonly numbers?: readonly number[];
  readonly dpi: number;
  readonly format: ImageFormat;
  readonly quality: number;
  readonly maxPixels?: number;
}

export interface EncodedMedia {
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

export interface EncodedFrame extends EncodedMedia {
  /** When it is shown, counted from the film's first frame. */
  readonly timestampSeconds: number;
}

export interface EncodedPage extends EncodedMedia {
  /** Counted from 1. */
  readonly number: number;
}
