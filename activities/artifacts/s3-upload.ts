import { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';

/** S3 asks for parts of at least 5 MiB and allows 10,000 of them: 80 GB here. */
const PART_BYTES = 8 * 1024 * 1024;
const PARTS_IN_FLIGHT = 4;

export interface UploadInput {
  readonly client: S3Client;
  readonly Bucket: string;
  readonly Key: string;
  readonly body: AsyncIterable<Uint8Array>;
  /** Receives what the caller's own stream threw, to tell it from a failure of the store. */
  readonly source: { failure?: unknown };
}

/** Multipart upload that holds a few parts at a time and leaves nothing behind when it fails. */
export async function uploadStream(input: UploadInput): Promise<number> {
  const { client, Bucket, Key, body, source } = input;
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
  const { Upload } = await import('@aws-sdk/lib-storage');
  const Body = Readable.from(counted(), { objectMode: false });
  const params = { Bucket, Key, Body };
  await new Upload({ client, params, partSize: PART_BYTES, queueSize: PARTS_IN_FLIGHT }).done();
  return bytes;
}
