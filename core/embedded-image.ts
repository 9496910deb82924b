import type { EvalDocument } from './document.ts';
import { EvalError } from './errors.ts';
import { isMedia, type Media } from './media.ts';
import { mediaAt } from './named-media.ts';

/** A picture in a column: an image, or the base64 text of one, as tables of plain text keep it. */
export function embeddedImage(document: EvalDocument, column: string): Media {
  const value = document[column];
  if (isMedia(value)) return value;
  if (typeof value === 'string' && value !== '') {
    return mediaAt(value.startsWith('data:') ? value : `data:image/png;base64,${value}`);
  }
  throw new EvalError(
    'dataset-invalid',
    `Cannot show the picture in the column "${column}": expected an image or its base64 text, received ${JSON.stringify(value)?.slice(0, 80) ?? `the columns ${Object.keys(document).join(', ')}`}. Check the dataset's revision.`,
  );
}
