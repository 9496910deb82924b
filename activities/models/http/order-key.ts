import { createHash } from 'node:crypto';

import type { ChatMessage } from '../../../core/chat.ts';
import { mediaOf, textOf } from '../../../core/chat.ts';

/** Media that decide the order; later ones rarely agree when these do not. */
const ORDERING_MEDIA = 4;

/**
 * Requests with equal keys share what an endpoint can cache: first the media (an image costs far more
 * than its question), then the beginning of the text.
 */
export function orderKey(messages: readonly ChatMessage[], prefixChars: number): string {
  const media = mediaOf(messages).slice(0, ORDERING_MEDIA);
  const digests = media.map((medium) => medium.sha256.slice(0, 16));
  return [...digests, prefixHash(textOf(messages), prefixChars)].join('-');
}

/** SHA-1 of the first characters, as lmms-eval orders its queue. */
export function prefixHash(text: string, prefixChars: number): string {
  const count = Math.max(1, prefixChars);
  // A character is a code point here, at most two UTF-16 units.
  const prefix =
    text.length <= count
      ? text
      : Array.from(text.slice(0, 2 * count))
          .slice(0, count)
          .join('');
  return createHash('sha1').update(prefix).digest('hex');
}
