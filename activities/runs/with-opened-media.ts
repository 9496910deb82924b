import type { ChatMessage, MessagePart } from '../../core/chat.ts';
import { isEvalError, type EvalError } from '../../core/errors.ts';
import { isMarkedImage } from '../../core/marked-image.ts';
import type { Media } from '../../core/media.ts';
import { isNamedMedia } from '../../core/named-media.ts';
import { isPictureSheet } from '../../core/picture-sheet.ts';
import type { RenderedDocument } from '../../core/task.ts';
import { missingReason } from '../datasets/missing-media.ts';
import { withOutlines } from './with-outlines.ts';
import { withSheet } from './with-sheet.ts';

/** A file that is not there or may not be read; anything else concerns more than this document. */
const DOCUMENT_FAULTS = /^(?:media-|dataset-)/;

/**
 * Files that the task's functions named become media. A file that is missing fails the document even
 * when the model would not have looked; the rest of the prompt stays, for answers given elsewhere.
 */
export async function withOpenedMedia(
  rendered: RenderedDocument,
  openMedia: (path: string) => Promise<Media>,
): Promise<{ readonly rendered: RenderedDocument; readonly failure?: EvalError }> {
  let failure: EvalError | undefined;
  const open = async (part: MessagePart): Promise<MessagePart> => {
    if (part.type === 'text') return part;
    let { media } = part;
    if (isNamedMedia(media)) {
      try {
        media = await openMedia(media.wantedPath);
      } catch (error) {
        if (!isEvalError(error) || !DOCUMENT_FAULTS.test(error.code)) throw error;
        failure ??= error;
        return part;
      }
    }
    failure ??= missingReason(media);
    if (isMarkedImage(media)) media = withOutlines(media);
    if (isPictureSheet(media)) media = withSheet(media);
    return media === part.media ? part : { type: media.kind, media };
  };
  const messages: ChatMessage[] = [];
  for (const { role, content } of rendered.messages) {
    const parts: MessagePart[] = [];
    for (const part of content) parts.push(await open(part));
    messages.push({ role, content: parts });
  }
  const opened = { ...rendered, messages };
  return failure === undefined ? { rendered: opened } : { rendered: opened, failure };
}
