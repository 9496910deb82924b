import type { EvalDocument } from './document.ts';
import { EvalError } from './errors.ts';
import type { Size } from './extractors/points.ts';
import { isMedia } from './media.ts';

/** The pixels of a picture, from its own header, else from the columns image_width and image_height. */
export function imageSize(document: EvalDocument, column: string): Size {
  const image = document[column];
  const own = isMedia(image) && 'width' in image && 'height' in image ? image : undefined;
  const [width, height] =
    own === undefined
      ? [document['image_width'], document['image_height']]
      : [own.width, own.height];
  if (typeof width === 'number' && typeof height === 'number' && width > 0 && height > 0) {
    return { width, height };
  }
  throw new EvalError(
    'dataset-invalid',
    `Cannot tell the size of the picture in the column "${column}": its header was not understood. Give JPEG, PNG or WebP files, or the columns image_width and image_height.`,
  );
}
