import { EvalError } from '../../../core/errors.ts';
import type { Media, MediaKind } from '../../../core/media.ts';
import type { MediaService } from '../../media/media-service.ts';
import type { EncodedMedia } from '../../media/media-wishes.ts';
import type { MediaForms } from '../media-forms.ts';

/** What one API takes. A medium that it does not take as a file is sent as pictures, or refused by name. */
export interface MediaTerms {
  /** The API, as the subject of a sentence. */
  readonly api: string;
  /** Types of pictures that go as they are. */
  readonly images: readonly string[];
  readonly maxImageBytes: number;
  /** Types of sound that go as they are; none: it takes no sound. */
  readonly audio: readonly string[];
  /** Types of films that it takes as files; none: it sees their frames. */
  readonly video: readonly string[];
  /** Longest file, of a film or a document. */
  readonly maxFileBytes: number;
  /** Whether it reads PDF files itself; otherwise it sees their pages. */
  readonly readsPdf: boolean;
}

/** One piece of a medium as it is sent: the medium itself, or one picture of it. */
export interface SentMedia {
  readonly kind: MediaKind;
  readonly mediaType: string;
  readonly base64: string;
  /** Of a frame: its place in the film. */
  readonly seconds?: number;
}

interface MediaTools {
  readonly service: MediaService;
  readonly forms: MediaForms;
}

type Send = (media: Media, terms: MediaTerms, tools: MediaTools) => Promise<readonly SentMedia[]>;

const SEND: Readonly<Record<MediaKind, Send>> = {
  async image(media, { images, maxImageBytes }, { service, forms: { format, quality } }) {
    const wish = { accepts: images, format, quality, maxBytes: maxImageBytes };
    return [sent('image', await service.image(media, wish))];
  },
  async audio(media, { api, audio }, { service }) {
    if (audio.length > 0) return [sent('audio', await service.audio(media, { accepts: audio }))];
    throw new EvalError(
      'media-unsupported',
      `${api} takes no sound. Choose a model with ears, or a task without audio.`,
    );
  },
  async video(media, terms, { service, forms: { frames: wish, format, quality } }) {
    if (terms.video.includes(media.mediaType)) {
      refuseLong(media, terms);
      return [await whole(media)];
    }
    const frames = await service.frames(media, { ...wish, format, quality });
    return frames.map((frame) => ({ ...sent('image', frame), seconds: frame.timestampSeconds }));
  },
  async document(media, { readsPdf, maxFileBytes }, { service, forms: { dpi, format, quality } }) {
    // A choice of pages is a choice of what is shown; the file would show them all.
    const isWhole = media.pages === undefined && media.mediaType === 'application/pdf';
    if (readsPdf && isWhole && media.sizeBytes <= maxFileBytes) return [await whole(media)];
    const pages = await service.pages(media, { dpi, format, quality });
    return pages.map((page) => sent('image', page));
  },
};

/** A medium in the pieces that the API takes. */
export const sendMedia: Send = (media, terms, tools) => SEND[media.kind](media, terms, tools);

/** Frames in its place would leave out the sound and most of the film, which is for the user to decide. */
function refuseLong({ sha256, sizeBytes }: Media, { api, maxFileBytes }: MediaTerms): void {
  if (sizeBytes <= maxFileBytes) return;
  throw new EvalError(
    'media-unsupported',
    `${api} takes films of up to ${maxFileBytes} bytes within a request; the film ${sha256.slice(0, 12)} has ${sizeBytes}. Pass video=frames to send pictures of every film.`,
  );
}

async function whole(media: Media): Promise<SentMedia> {
  return sent(media.kind, { bytes: await media.read(), mediaType: media.mediaType });
}

function sent(kind: MediaKind, { bytes, mediaType }: EncodedMedia): SentMedia {
  // A view over the same memory: Buffer.from(bytes) would copy every medium once more.
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { kind, mediaType, base64: view.toString('base64') };
}

export function dataUrl({ mediaType, base64 }: SentMedia): string {
  return `data:${mediaType};base64,${base64}`;
}
