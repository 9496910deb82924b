import { messageOf, EvalError } from '../../core/errors.ts';
import type { ArtifactInfo } from './artifact-store.ts';
import { artifactMissing } from './file-errors.ts';
import type { S3Bucket } from './s3-bucket.ts';
import { isAbsentObject, toS3StoreError } from './s3-errors.ts';

/** Broken transfers in a row, without a byte between, before giving up. */
const MAX_BROKEN_TRANSFERS = 4;
const FIRST_PAUSE_MS = 100;

/** Bytes from `start` up to but without `end`, or all of them; throws artifact-missing. */
export async function* readS3Object(
  bucket: S3Bucket,
  key: string,
  start = 0,
  end?: number,
): AsyncIterable<Uint8Array> {
  const wholeKey = bucket.keyOf(key);
  try {
    yield* readResuming(bucket, wholeKey, { start, end });
  } catch (error) {
    if (isAbsentObject(error)) throw artifactMissing(key, bucket.options.url);
    throw toS3StoreError(error, bucket.options, { verb: 'read', key: wholeKey });
  }
}

export async function headS3Object(
  bucket: S3Bucket,
  key: string,
): Promise<ArtifactInfo | undefined> {
  const object = { Bucket: bucket.options.bucket, Key: bucket.keyOf(key) };
  try {
    const found = await bucket.ask({ verb: 'read', key: object.Key }, ({ client, sdk }) =>
      client.send(new sdk.HeadObjectCommand(object)),
    );
    return { key, bytes: found.ContentLength ?? 0 };
  } catch (error) {
    if (isAbsentObject(error)) return undefined;
    throw error;
  }
}

interface ByteRange {
  readonly start: number;
  readonly end: number | undefined;
}

/**
 * The SDK retries requests but not bodies, so a transfer that breaks half-way is taken up again at
 * the byte where it broke, and only from the same version of the object.
 */
async function* readResuming(
  bucket: S3Bucket,
  key: string,
  range: ByteRange,
): AsyncIterable<Uint8Array> {
  let received = 0;
  let entityTag: string | undefined;
  let expectedBytes: number | undefined;
  let brokenTransfers = 0;
  for (;;) {
    const response = await request(bucket, key, advance(range, received), entityTag);
    entityTag ??= response.ETag;
    expectedBytes ??= response.ContentLength;
    try {
      // On Node the body is a Readable; its declared type also covers browsers.
      for await (const chunk of response.Body as AsyncIterable<Uint8Array>) {
        received += chunk.byteLength;
        brokenTransfers = 0;
        yield chunk;
      }
      if (expectedBytes === undefined || received >= expectedBytes) return;
      throw new Error(`the body ended after ${received} of ${expectedBytes} bytes`);
    } catch (error) {
      if (expectedBytes !== undefined && received >= expectedBytes) {
        throw failedChecksum(key, error);
      }
      brokenTransfers += 1;
      if (brokenTransfers >= MAX_BROKEN_TRANSFERS) throw error;
      const pauseMs = FIRST_PAUSE_MS * 2 ** brokenTransfers;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}

function advance(range: ByteRange, received: number): ByteRange {
  return { start: range.start + received, end: range.end };
}

function request(
  bucket: S3Bucket,
  key: string,
  { start, end }: ByteRange,
  entityTag: string | undefined,
) {
  const isWhole = start === 0 && end === undefined;
  const range = isWhole ? {} : { Range: `bytes=${start}-${end === undefined ? '' : end - 1}` };
  const condition = entityTag === undefined ? {} : { IfMatch: entityTag };
  const object = { Bucket: bucket.options.bucket, Key: key };
  return bucket.ask({ verb: 'read', key }, ({ client, sdk }) =>
    client.send(new sdk.GetObjectCommand({ ...object, ...range, ...condition })),
  );
}

/** All bytes arrived and the body still failed: only the SDK's checksum check comes that late. */
function failedChecksum(key: string, error: unknown): EvalError {
  return new EvalError(
    'artifact-corrupt',
    `Cannot read ${key}: its bytes do not match the checksum the server sent (${messageOf(error)}). Read it again; if it stays so, delete it and run its stage again.`,
    { cause: error, retry: 'backoff' },
  );
}
