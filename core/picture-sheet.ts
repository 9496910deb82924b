import type { Media } from './media.ts';

/** Several pictures pasted into one, numbered in their corners, for models that take a single picture. */
export interface PictureSheet extends Media {
  readonly pictures: readonly Media[];
}

/** Stands for the sheet until somebody draws it; the digest of the whole is known then. */
export function pictureSheet(pictures: readonly [Media, ...Media[]]): PictureSheet {
  const { width: _width, height: _height, ...first } = pictures[0];
  return { ...first, pictures };
}

export function isPictureSheet(media: Media): media is PictureSheet {
  return 'pictures' in media;
}
