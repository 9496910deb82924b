import type { Media } from '../../core/media.ts';

/** NaN and infinities have no JSON; the vectors write them as {"$float": "nan"}. */
const NUMBERS: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
};

export function decodeRequest(line: string): unknown {
  return JSON.parse(line, (_, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    if ('$image' in value) return placeholderImage(value);
    return '$float' in value ? NUMBERS[String(value.$float)] : value;
  });
}

/** The vectors hold no pictures, and no scorer under test looks at one. */
function placeholderImage(written: { readonly $image?: unknown }): Media & { toJSON(): object } {
  const [width, height] = Array.isArray(written.$image) ? (written.$image as unknown[]) : [];
  return {
    ...(typeof width === 'number' && typeof height === 'number' ? { width, height } : {}),
    kind: 'image',
    sha256: '0'.repeat(64),
    mediaType: 'image/png',
    sizeBytes: 0,
    read: () => Promise.resolve(new Uint8Array()),
    toJSON: () => written,
  };
}

export function encodeReply(reply: unknown): string {
  return JSON.stringify(reply, (_, value: unknown) => {
    if (value instanceof Set) return { $set: [...value] };
    if (typeof value !== 'number' || Number.isFinite(value)) return value;
    return { $float: Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf' };
  });
}
