import { createHash } from 'node:crypto';
import type { EvalError } from '../../core/errors.ts';
import type { Media, MediaKind } from '../../core/media.ts';

const reasons = new WeakMap<Media, EvalError>();

/** Stands for media that are not there: their document fails with the reason, the others go on. */
export function missingMedia(kind: MediaKind, name: string, reason: EvalError): Media {
  const media: Media = {
    kind,
    mediaType: 'application/octet-stream',
    sha256: createHash('sha256').update(`unreadable ${name}`).digest('hex'),
    sizeBytes: 0,
    read: () => Promise.reject(reason),
  };
  reasons.set(media, reason);
  return media;
}

export function missingReason(media: Media): EvalError | undefined {
  return reasons.get(media);
}
