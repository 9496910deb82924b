import { EvalError } from './errors.ts';

/** Longest key we write, in characters; S3 allows 1,024 bytes and a file name 255. */
const MAX_KEY_LENGTH = 512;
const SEGMENT = /^[A-Za-z0-9_][A-Za-z0-9._=-]{0,199}$/;

/**
 * Keys are slash-separated segments of a small alphabet, built from digests and checked names. A key
 * is never a path somebody typed: `..`, absolute, empty, encoded and over-long ones are refused.
 */
export function checkArtifactKey(key: string): string {
  const isValid =
    key.length > 0 &&
    key.length <= MAX_KEY_LENGTH &&
    key.split('/').every((part) => SEGMENT.test(part));
  if (!isValid) {
    throw new EvalError(
      'artifact-key-invalid',
      `Cannot use ${JSON.stringify(key.slice(0, 120))} as an artifact key: expected slash-separated names of letters, digits and "._=-", each beginning with a letter, digit or underscore.`,
    );
  }
  return key;
}

/** A label (task name, model name) as one key segment: readable where possible, never ambiguous. */
export function keySegment(label: string): string {
  const cleaned = label.replaceAll(
    /[^A-Za-z0-9._=-]/g,
    (char) => `_${char.codePointAt(0)!.toString(16)}_`,
  );
  const safe = /^[A-Za-z0-9_]/.test(cleaned) ? cleaned : `_${cleaned}`;
  if (safe.length <= 120) return safe;
  let hash = 2166136261;
  for (const char of label) hash = Math.imul(hash ^ char.codePointAt(0)!, 16777619) >>> 0;
  return `${safe.slice(0, 100)}_${hash.toString(16)}`;
}
