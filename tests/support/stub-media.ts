import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { missingReason } from '../../activities/datasets/missing-media.ts';
import type { ChatMessage } from '../../core/chat.ts';
import { isNamedMedia, kindByName } from '../../core/named-media.ts';

/** Beginnings that are recognised; no test decodes them. */
const BYTES = {
  image: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
    'base64',
  ),
  audio: Buffer.concat([Buffer.from('RIFF$\0\0\0WAVEfmt ', 'latin1'), Buffer.alloc(28)]),
  document: Buffer.from('%PDF-1.7\n', 'latin1'),
  video: Buffer.concat([Buffer.from('\0\0\0\x18ftypisom', 'latin1'), Buffer.alloc(12)]),
};
const MEDIA_FILE =
  /^[^:*?"<>|]{1,200}\.(?:jpe?g|png|webp|gif|wav|mp3|flac|ogg|m4a|mp4|mkv|webm|avi|mov)$/i;

/** Puts a tiny file where a document names a picture, a sound or a film. */
export function stubMediaOf(value: unknown, root: string): void {
  if (typeof value === 'string' && MEDIA_FILE.test(value)) writeStub(value, root);
  else if (typeof value === 'object' && value !== null) {
    for (const item of Object.values(value)) stubMediaOf(item, root);
  }
}

/** The same for what a task's functions name, and for columns that they add to the fixture's. */
export function stubNamedMedia(messages: readonly ChatMessage[], root: string): void {
  for (const part of messages.flatMap(({ content }) => content)) {
    if (part.type === 'text') continue;
    const { media } = part;
    if (isNamedMedia(media)) writeStub(media.wantedPath, root);
    // A file that was looked for already: where, only its error tells.
    const looked = /media file "?([^"]+?)"? named by/.exec(
      missingReason(media)?.message ?? '',
    )?.[1];
    if (looked !== undefined) writeStub(relative(root, resolve(root, looked)), root);
  }
}

function writeStub(path: string, root: string): void {
  const file = join(root, path);
  if (isAbsolute(path) || path.split('/').includes('..') || existsSync(file)) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, BYTES[kindByName(path)]);
}
