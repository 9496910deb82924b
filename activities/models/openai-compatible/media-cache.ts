import type { JsonObject } from '../../../core/json.ts';
import type { Media } from '../../../core/media.ts';

/** Encoded media kept for the next question about them; requests come ordered by medium. */
const MAX_CACHED_BYTES = 48 * 1024 * 1024;

/** Remembers the most recently used encodings, by content address; a failed one is not remembered. */
export function createMediaCache(
  encode: (media: Media) => Promise<JsonObject>,
): (media: Media) => Promise<JsonObject> {
  const cached = new Map<string, { readonly part: Promise<JsonObject>; readonly bytes: number }>();
  let total = 0;

  const forget = (key: string) => {
    const entry = cached.get(key);
    if (entry === undefined) return;
    cached.delete(key);
    total -= entry.bytes;
  };

  return (media) => {
    const key = `${media.kind}:${media.sha256}`;
    const hit = cached.get(key);
    if (hit !== undefined) {
      cached.delete(key);
      cached.set(key, hit);
      return hit.part;
    }
    const part = encode(media);
    // Base64 is a third longer than the bytes.
    const bytes = Math.ceil(media.sizeBytes * 1.34);
    cached.set(key, { part, bytes });
    total += bytes;
    part.catch(() => forget(key));
    for (const oldest of cached.keys()) {
      if (total <= MAX_CACHED_BYTES) break;
      forget(oldest);
    }
    return part;
  };
}
