import type { JsonObject } from '../../../core/json.ts';
import type { SentMedia } from '../http/send-media.ts';

/** Pictures and PDF files as content blocks of the Messages API. */
export function anthropicParts(sent: readonly SentMedia[]): JsonObject[] {
  return sent.map(({ kind, mediaType, base64 }) => ({
    type: kind === 'document' ? 'document' : 'image',
    source: { type: 'base64', media_type: mediaType, data: base64 },
  }));
}
