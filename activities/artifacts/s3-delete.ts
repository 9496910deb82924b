import type { S3Bucket } from './s3-bucket.ts';
import { toS3StoreError } from './s3-errors.ts';

/** Limit of one DeleteObjects request. */
const DELETE_BATCH = 1_000;

export async function deleteS3Objects(bucket: S3Bucket, keys: readonly string[]): Promise<void> {
  const wholeKeys = keys.map((key) => bucket.keyOf(key));
  for (let start = 0; start < wholeKeys.length; start += DELETE_BATCH) {
    await deleteBatch(bucket, wholeKeys.slice(start, start + DELETE_BATCH));
  }
}

async function deleteBatch(bucket: S3Bucket, keys: readonly string[]): Promise<void> {
  const input = {
    Bucket: bucket.options.bucket,
    Delete: { Objects: keys.map((Key) => ({ Key })), Quiet: true },
  };
  const { Errors } = await bucket.ask({ verb: 'delete', key: keys[0]! }, ({ client, sdk }) =>
    client.send(new sdk.DeleteObjectsCommand(input)),
  );
  const refused = Errors?.find(({ Code }) => Code !== 'NoSuchKey');
  if (refused === undefined) return;
  // The request as a whole succeeded, so the refusal of one key comes without a status.
  const name = refused.Code ?? 'UnknownError';
  const status = name === 'AccessDenied' ? 403 : 500;
  const error = Object.assign(new Error(refused.Message ?? name), {
    name,
    $metadata: { httpStatusCode: status },
  });
  throw toS3StoreError(error, bucket.options, { verb: 'delete', key: refused.Key ?? keys[0]! });
}
