import type { EvalDocument } from '../../core/document.ts';
import { EvalError } from '../../core/errors.ts';
import { isMedia, type Media } from '../../core/media.ts';
import { readText } from '../../core/read-column.ts';
import { parsePythonLiteral } from '../../core/text/python-literal.ts';

/** How a question or an option names a picture. */
export const PICTURE = /<image (\d+)>/g;

/** The dataset writes the options as a Python list in a text. */
export function optionsOf(document: EvalDocument): string[] {
  const column = document['options'];
  const options = typeof column === 'string' ? parsePythonLiteral(column) : column;
  if (Array.isArray(options)) return options.map(String);
  throw new EvalError(
    'dataset-invalid',
    `Cannot read the options of ${readText(document, 'id')}: expected a list of texts, received ${JSON.stringify(column)?.slice(0, 80) ?? 'nothing'}. Compare the dataset with the one its task names.`,
  );
}

/** The pictures that a text names, each once, in order of their numbers. */
export function namedPictures(document: EvalDocument, text: string): Media[] {
  const columns = new Set(Array.from(text.matchAll(PICTURE), ([, number]) => `image_${number}`));
  return [...columns].sort().map((column) => pictureAt(document, column));
}

export function pictureAt(document: EvalDocument, column: string): Media {
  const media = document[column];
  if (isMedia(media)) return media;
  throw new EvalError(
    'dataset-invalid',
    `Cannot render the question ${readText(document, 'id')}: its picture in the column ${column} is no image. Compare the dataset with the one its task names.`,
  );
}
