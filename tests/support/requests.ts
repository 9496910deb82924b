import { createHash } from 'node:crypto';

import type { GenerateRequest, GenerationParameters } from '../../core/generation.ts';
import type { Media, MediaKind } from '../../core/media.ts';

/** A one-message request with greedy defaults. */
export function textRequest(
  text: string,
  parameters: Partial<GenerationParameters> = {},
  id = 'task/0/0',
): GenerateRequest {
  return {
    id,
    messages: [{ role: 'user', content: [{ type: 'text', text }] }],
    parameters: { temperature: 0, stop: [], extra: {}, maxNewTokens: 16, ...parameters },
  };
}

export function mediaRequest(text: string, media: Media): GenerateRequest {
  const { id, parameters } = textRequest(text);
  const content = [{ type: media.kind, media } as const, { type: 'text', text } as const];
  return { id, parameters, messages: [{ role: 'user', content }] };
}

export function mediaOfBytes(kind: MediaKind, mediaType: string, bytes: Uint8Array): Media {
  return {
    kind,
    mediaType,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    sizeBytes: bytes.length,
    read: async () => bytes,
  };
}

/** A PNG of one pixel. */
export function tinyPng(): Media {
  const bytes = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  return mediaOfBytes('image', 'image/png', bytes);
}
