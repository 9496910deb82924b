import { expect, test } from 'vitest';
import type { MediaService } from '../../../activities/media/media-service.ts';
import { withPictures } from '../../../activities/models/pictures-of.ts';
import type { ChatMessage } from '../../../core/chat.ts';
import type { Media, MediaKind } from '../../../core/media.ts';

const medium = (kind: MediaKind): Media => ({
  kind,
  sha256: `${kind}-digest`,
  mediaType: 'application/octet-stream',
  sizeBytes: 1,
  read: () => Promise.resolve(new Uint8Array(1)),
});
const pictures = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    bytes: new Uint8Array([count, index]),
    mediaType: 'image/png',
  }));

const wishes: unknown[] = [];
const service = {
  frames: (_: Media, wish: { readonly frames: number }) => {
    wishes.push(wish);
    return Promise.resolve(pictures(wish.frames));
  },
  pages: (_: Media, wish: unknown) => {
    wishes.push(wish);
    return Promise.resolve(pictures(2));
  },
} as unknown as MediaService;
const signal = new AbortController().signal;
const user = (...content: ChatMessage['content']): ChatMessage[] => [{ role: 'user', content }];

test('a video becomes its frames and a document its pages, in their places', async () => {
  const given = user(
    { type: 'text', text: 'Look:' },
    { type: 'video', media: medium('video') },
    { type: 'text', text: 'and' },
    { type: 'document', media: { ...medium('document'), pages: { numbers: [3, 1] } } },
  );
  const [message] = await withPictures(given, { media: service, frames: 3 }, signal);
  expect(message?.content.map(({ type }) => type)).toEqual([
    'text',
    'image',
    'image',
    'image',
    'text',
    'image',
    'image',
  ]);
  expect(wishes).toEqual([
    { frames: 3, format: 'png', quality: 100 },
    { dpi: 144, numbers: [3, 1], format: 'png', quality: 100 },
  ]);
  const digests = message?.content.flatMap((part) => ('media' in part ? [part.media.sha256] : []));
  expect(new Set(digests).size).toBe(5);
});

test('a conversation with images alone stays as it is', async () => {
  const given = user({ type: 'image', media: medium('image') }, { type: 'text', text: 'What?' });
  expect(await withPictures(given, { media: service, frames: 3 }, signal)).toBe(given);
});
