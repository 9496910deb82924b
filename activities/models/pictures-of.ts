import { createHash } from 'node:crypto';
import { mediaOf, type ChatMessage, type MessagePart } from '../../core/chat.ts';
import type { Media } from '../../core/media.ts';
import type { EncodedMedia } from '../media/media-wishes.ts';
import type { MediaService } from '../media/media-service.ts';

/** As lmms-eval renders the pages of its document tasks. */
const PAGE_DPI = 144;
/** Without loss: the model gets the pixels that were decoded. */
const FORM = { format: 'png', quality: 100 } as const;

/**
 * The same conversation for a model that takes pictures only: frames in place of each video, pages in place
 * of each document, in their order.
 */
export async function withPictures(
  messages: readonly ChatMessage[],
  options: { readonly media: MediaService; readonly frames: number },
  signal: AbortSignal,
): Promise<readonly ChatMessage[]> {
  if (mediaOf(messages).every(({ kind }) => kind === 'image' || kind === 'audio')) return messages;
  const picturesOf = async (part: MessagePart): Promise<readonly MessagePart[]> => {
    if (part.type !== 'video' && part.type !== 'document') return [part];
    const { media } = part;
    const pictures =
      part.type === 'video'
        ? await options.media.frames(media, { frames: options.frames, ...FORM }, signal)
        : await options.media.pages(media, pagesWish(media), signal);
    return pictures.map((picture) => ({ type: 'image', media: imageOf(picture) }));
  };
  return Promise.all(
    messages.map(async ({ role, content }) => ({
      role,
      content: (await Promise.all(content.map(picturesOf))).flat(),
    })),
  );
}

function pagesWish({ pages }: Media) {
  return {
    dpi: pages?.dpi ?? PAGE_DPI,
    ...(pages?.numbers === undefined ? {} : { numbers: pages.numbers }),
    ...FORM,
  };
}

function imageOf({ bytes, mediaType }: EncodedMedia): Media {
  return {
    kind: 'image',
    sha256: createHash('sha256').update(bytes).digest('hex'),
    mediaType,
    sizeBytes: bytes.length,
    read: () => Promise.resolve(bytes),
  };
}
