import { randomUUID } from 'node:crypto';
import { EvalError } from '../../core/errors.ts';

export interface ProbeTarget {
  readonly url: string;
  /** The conditional write without any check of capabilities before it. */
  putIfAbsent(key: string, body: Uint8Array): Promise<'created' | 'exists'>;
  get(key: string): Promise<Uint8Array>;
  delete(keys: readonly string[]): Promise<void>;
}

/**
 * Writes one small object twice under a condition and reads it back. Returns whether the second write
 * was turned away; some S3 servers answer 200 and overwrite.
 */
export async function honoursConditionalWrites(store: ProbeTarget): Promise<boolean> {
  const key = `_probe/${randomUUID()}`;
  const body = new TextEncoder().encode('assay probe\n');
  await store.putIfAbsent(key, body);
  const second = await store.putIfAbsent(key, body);
  const read = await store.get(key);
  if (Buffer.compare(read, body) !== 0) {
    throw new EvalError(
      'artifact-corrupt',
      `Checking the artifact store ${store.url}: ${body.length} bytes were written and ${read.length} different ones came back. Do not use this store until it is mended.`,
    );
  }
  // Deleting is a separate permission that a worker may rightly lack; a few bytes stay behind then.
  await store.delete([key]).catch(() => undefined);
  return second === 'exists';
}

export function conditionalWritesUnsupported(url: string): EvalError {
  return new EvalError(
    'store-unsupported',
    `Cannot write once-only objects to ${url}: the server ignores the condition "If-None-Match: *" and overwrites, so two workers could destroy each other's results. Use a server that honours it, such as Amazon S3, MinIO (2024-09 or newer) or versitygw 1.8, or a file:// store.`,
  );
}

/** Runs `check` once and keeps a success; a failure is forgotten so that a mended store can be asked again. */
export function rememberSuccess<Result>(check: () => Promise<Result>): () => Promise<Result> {
  let known: Promise<Result> | undefined;
  return () => {
    known ??= check().catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
}
