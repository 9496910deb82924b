import type { JsonObject } from '../../../core/json.ts';
import type { Media } from '../../../core/media.ts';

export type EncodedParts = readonly JsonObject[];

/** Encoded media kept for the next question about them; requests come ordered by medium. */
const MAX_CACHED_CHARS = 64 * 1024 * 1024;

interface Entry {
  readonly parts: Promise<EncodedParts>;
  chars: number;
}

/** Remembers the most recently used encodings, by content address; a failed one is not remembered. */
export function createMediaCache(
  encode: (media: Media) => Promise<EncodedParts>,
  maxItems: number,
): (media: Media) => Promise<EncodedParts> {
  const cached = new Map<string, Entry>();
  let total = 0;

  const forget = (key: string) => {
    const entry = cached.get(key);
    if (entry === undefined) return;
    cached.delete(key);
    total -= entry.chars;
  };
  const makeRoom = () => {
    for (const oldest of cached.keys()) {
      if (total <= MAX_CACHED_CHARS && cached.size <= maxItems) return;
      forget(oldest);
    }
  };

  const weigh = async (key: string, entry: Entry): Promise<void> => {
    try {
      const parts = await entry.parts;
      if (cached.get(key) !== entry) return;
      const chars = parts.reduce((sum, part) => sum + charsOf(part), 0);
      total += chars - entry.chars;
      entry.chars = chars;
      makeRoom();
    } catch {
      // Whoever asked for it hears of the failure.
      if (cached.get(key) === entry) forget(key);
    }
  };

  return (media) => {
    const key = `${media.kind}:${media.sha256}`;
    const hit = cached.get(key);
    if (hit !== undefined) {
      cached.delete(key);
      cached.set(key, hit);
      return hit.parts;
    }
    // Base64 is a third longer than the bytes; what frames and pages come to is known afterwards.
    const entry: Entry = { parts: encode(media), chars: Math.ceil(media.sizeBytes * 1.34) };
    cached.set(key, entry);
    total += entry.chars;
    void weigh(key, entry);
    makeRoom();
    return entry.parts;
  };
}

function charsOf(part: JsonObject): number {
  return Object.values(part).reduce<number>((sum, value) => {
    if (typeof value === 'string') return sum + value.length;
    return typeof value === 'object' && value !== null ? sum + charsOf(value as JsonObject) : sum;
  }, 0);
}
