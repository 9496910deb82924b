import { Readable } from 'node:stream';
import type { S3Bucket } from './s3-bucket.ts';
import { nameOf, statusOf } from './s3-errors.ts';

/** S3 asks for parts of at least 5 MiB and allows 10,000 of them: 80 GB here. */
const PART_BYTES = 8 * 1024 * 1024;
const PARTS_IN_FLIGHT = 4;
/** Two conditional writes of one key at the same instant make S3 answer 409 to both: ask again. */
const MAX_CONFLICTS = 8;

export async function putS3Object(bucket: S3Bucket, key: string, body: Uint8Array): Promise<void> {
  const object = { Bucket: bucket.options.bucket, Key: bucket.keyOf(key), Body: body };
  await bucket.ask({ verb: 'write', key: object.Key }, ({ client, sdk }) =>
    client.send(new sdk.PutObjectCommand(object)),
  );
}

export async function putS3ObjectIfAbsent(
  bucket: S3Bucket,
  key: string,
  body: Uint8Array,
): Promise<'created' | 'exists'> {
  const object = { Bucket: bucket.options.bucket, Key: bucket.keyOf(key), Body: body };
  return bucket.ask({ verb: 'write', key: object.Key }, async ({ client, sdk }) => {
    for (let conflicts = 0; ; conflicts += 1) {
      try {
        await client.send(new sdk.PutObjectCommand({ ...object, IfNoneMatch: '*' }));
        return 'created';
      } catch (error) {
        // After a lost reply the SDK's own second try meets the object of its first: also 'exists'.
        if (statusOf(error) === 412) return 'exists';
        const isConflict = nameOf(error) === 'ConditionalRequestConflict';
        if (!isConflict || conflicts >= MAX_CONFLICTS) throw error;
        await new Promise((resolve) => setTimeout(resolve, 20 * 2 ** conflicts));
      }
    }
  });
}

/** Multipart upload that holds a few parts at a time and leaves nothing behind when it fails. */
export async function uploadS3Object(
  bucket: S3Bucket,
  key: string,
  body: AsyncIterable<Uint8Array>,
): Promise<number> {
  const object = { Bucket: bucket.options.bucket, Key: bucket.keyOf(key) };
  const source: { failure?: unknown } = {};
  let bytes = 0;
  const counted = async function* (): AsyncIterable<Uint8Array> {
    try {
      for await (const chunk of body) {
        bytes += chunk.byteLength;
        yield chunk;
      }
    } catch (error) {
      source.failure = error;
      throw error;
    }
  };
  try {
    await bucket.ask({ verb: 'write', key: object.Key }, async ({ client }) => {
      const { Upload } = await import('@aws-sdk/lib-storage');
      const Body = Readable.from(counted(), { objectMode: false });
      const limits = { partSize: PART_BYTES, queueSize: PARTS_IN_FLIGHT };
      await new Upload({ client, params: { ...object, Body }, ...limits }).done();
    });
  } catch (error) {
    // What the caller's own stream threw is not the store's failure.
    throw 'failure' in source ? source.failure : error;
  }
  return bytes;
}
