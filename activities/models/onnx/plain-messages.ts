import { mediaOf, type ChatMessage } from '../../../core/chat.ts';
import { EvalError } from '../../../core/errors.ts';
import type { PlainMessage } from './thread-protocol.ts';

/** What may cross to the thread: text, and the digests of the images in place of the images. */
export function plainMessages(messages: readonly ChatMessage[]): PlainMessage[] {
  return messages.map(({ role, content }) => ({
    role,
    content: content.map((part) =>
      part.type === 'text'
        ? { type: 'text', text: part.text }
        : { type: 'image', sha256: part.media.sha256 },
    ),
  }));
}

/**
 * Bytes of every distinct image, each in a buffer of its own: handing those over costs nothing, while
 * cloning a batch of photographs at once would hold up the main loop.
 */
export async function readImages(
  messages: readonly ChatMessage[],
): Promise<Record<string, Uint8Array<ArrayBuffer>>> {
  const images: Record<string, Uint8Array<ArrayBuffer>> = {};
  for (const media of mediaOf(messages)) {
    images[media.sha256] ??= Uint8Array.from(await media.read());
  }
  return images;
}

export function refuseOtherMedia(
  messages: readonly ChatMessage[],
  location: string,
  takesImages: boolean,
): void {
  for (const { kind, sha256 } of mediaOf(messages)) {
    if (kind === 'image' && takesImages) continue;
    throw new EvalError(
      'media-unsupported',
      `Cannot give the ${kind} ${sha256} to ${location}: it takes ${takesImages ? 'text and images' : 'only text'}. Choose another model or drop the medium.`,
    );
  }
}
