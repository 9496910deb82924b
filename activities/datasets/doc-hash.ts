import { createHash } from 'node:crypto';
import type { EvalDocument } from '../../core/document.ts';
import { canonicalJson } from '../../core/json.ts';
import { isMedia } from '../../core/media.ts';

/** SHA-256 of a document's own values, media by their digest: equal on every host and in every order. */
export function docHash(document: EvalDocument): string {
  return createHash('sha256')
    .update(canonicalJson(withDigests(document)))
    .digest('hex');
}

function withDigests(value: unknown): unknown {
  if (isMedia(value)) return { $media: value.sha256 };
  if (Array.isArray(value)) return value.map(withDigests);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withDigests(item)]));
}
