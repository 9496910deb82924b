import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import { EvalError, messageOf } from '../../core/errors.ts';

/** Broken transfers in a row, without a byte between, before giving up. */
const MAX_BROKEN_TRANSFERS = 4;
const FIRST_PAUSE_MS = 100;

/** Asks for the object from a byte offset on, only if it is still the one with this entity tag. */
export type RequestFrom = (
  offset: number,
  entityTag: string | undefined,
) => Promise<GetObjectCommandOutput>;

/**
 * Bytes of one object. The SDK retries requests but not bodies, so a connection that breaks half-way
 * is taken up again at the byte where it broke.
 */
export async function* streamS3Object(
  key: string,
  request: RequestFrom,
): AsyncIterable<Uint8Array> {
  let offset = 0;
  let entityTag: string | undefined;
  let totalBytes: number | undefined;
  let brokenTransfers = 0;
  for (;;) {
    const response = await request(offset, entityTag);
    entityTag ??= response.ETag;
    totalBytes ??= response.ContentLength;
    try {
      // On Node the body is a Readable; its declared type also covers browsers.
      for await (const chunk of response.Body as AsyncIterable<Uint8Array>) {
        offset += chunk.byteLength;
        brokenTransfers = 0;
        yield chunk;
      }
      if (totalBytes === undefined || offset >= totalBytes) return;
      throw new Error(`the body ended after ${offset} of ${totalBytes} bytes`);
    } catch (error) {
      if (totalBytes !== undefined && offset >= totalBytes) throw failedChecksum(key, error);
      brokenTransfers += 1;
      if (brokenTransfers >= MAX_BROKEN_TRANSFERS) throw error;
      const pauseMs = FIRST_PAUSE_MS * 2 ** brokenTransfers;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}

/** All bytes arrived and the body still failed: only the SDK's checksum check comes that late. */
function failedChecksum(key: string, error: unknown): EvalError {
  return new EvalError(
    'artifact-corrupt',
    `Cannot read artifact ${key}: its bytes do not match the checksum the server sent (${messageOf(error)}). Read it again; if it stays so, delete it and run its shard again.`,
    { cause: error, retry: 'backoff' },
  );
}
