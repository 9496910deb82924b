import type { ArtifactInfo } from './artifact-store.ts';
import { checkKeyPrefix } from './key-prefix.ts';
import type { S3Bucket } from './s3-bucket.ts';

/** Page by page, 1,000 objects each; S3 gives them in key order. */
export async function* listS3Objects(
  bucket: S3Bucket,
  keyPrefix: string,
): AsyncIterable<ArtifactInfo> {
  const Prefix = bucket.prefix + checkKeyPrefix(keyPrefix);
  const scope = { Bucket: bucket.options.bucket, Prefix };
  let ContinuationToken: string | undefined;
  do {
    const from = ContinuationToken === undefined ? {} : { ContinuationToken };
    const page = await bucket.ask({ verb: 'list', key: Prefix }, ({ client, sdk }) =>
      client.send(new sdk.ListObjectsV2Command({ ...scope, ...from })),
    );
    for (const { Key, Size } of page.Contents ?? []) {
      // Some tools leave empty objects as folder marks; no artifact key ends with a slash.
      if (Key === undefined || Key.endsWith('/')) continue;
      yield { key: Key.slice(bucket.prefix.length), bytes: Size ?? 0 };
    }
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
}
