import type { EvalDocument } from './document.ts';
import { EvalError } from './errors.ts';
import { isMedia, type Media } from './media.ts';
import type { Box, Point } from './metrics/boxes.ts';

/** A line around a region, in pixels of the picture, or a box in shares of its width and height. */
export interface Outline {
  readonly colour: 'red' | 'white';
  /** Of the line; it grows towards the inside of a box. */
  readonly width: number;
  readonly shape:
    | { readonly box: Box }
    | { readonly shareBox: Box }
    | { readonly points: readonly Point[] };
}

/** A picture on which outlines are drawn before anybody sees it. */
export interface MarkedImage extends Media {
  readonly outlines: readonly Outline[];
}

/** The picture of a column with an outline, for doc_to_visual of questions about a region. */
export function outlinedImage(
  document: EvalDocument,
  column: string,
  outline: Outline,
): MarkedImage {
  const image = document[column];
  if (isMedia(image)) return { ...image, outlines: [outline] };
  throw new EvalError(
    'dataset-invalid',
    `Cannot mark a region on the column "${column}": it holds no picture. Check the dataset's revision, or list the column under dataset_kwargs.media_columns.`,
  );
}

export function isMarkedImage(media: Media): media is MarkedImage {
  return 'outlines' in media;
}
