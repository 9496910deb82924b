import { EvalError, isEvalError, messageOf } from '../../core/errors.ts';
import type { Media } from '../../core/media.ts';

/** Every message names the medium and says what to do, whichever library spoke. */
export function mediumFault(media: Media, kind: string, error: unknown): EvalError {
  // A decode that took too long says something of its medium, not of an endpoint.
  const isOverrun =
    isEvalError(error) && (error.code === 'timed-out' || error.data['isOverrun'] === true);
  const code = !isEvalError(error) || isOverrun ? 'media-unreadable' : error.code;
  if (isEvalError(error) && !code.startsWith('media-')) return error;
  const what =
    kind === 'frames'
      ? 'frames of the video'
      : kind === 'pages'
        ? 'pages of the document'
        : `the ${kind}`;
  return new EvalError(
    code,
    `Cannot decode ${what} ${media.sha256.slice(0, 12)} (${media.mediaType}, ${media.sizeBytes} bytes): ${messageOf(error)} Repair it in the dataset.`,
    { cause: error, data: { isOverrun } },
  );
}
