import type { S3Client } from '@aws-sdk/client-s3';
import { checkArtifactKey } from '../../core/artifact-key.ts';
import { isEvalError } from '../../core/errors.ts';
import type { ArtifactInfo, ArtifactStore } from './artifact-store.ts';
import { checkByteRange } from './byte-range.ts';
import { collectBytes } from './collect-bytes.ts';
import { artifactMissing } from './file-errors.ts';
import { checkKeyPrefix } from './key-prefix.ts';
import {
  conditionalWritesUnsupported,
  honoursConditionalWrites,
  rememberSuccess,
} from './probe-store.ts';
import type { S3Sdk } from './s3-client.ts';
import { connectS3 } from './s3-client.ts';
import type { S3Operation } from './s3-errors.ts';
import { isAbsentObject, nameOf, statusOf, toS3StoreError } from './s3-errors.ts';
import { parseS3Url } from './s3-options.ts';
import { streamS3Object } from './s3-stream.ts';
import { uploadStream } from './s3-upload.ts';

/** Limit of one DeleteObjects request. */
const DELETE_BATCH = 1_000;
/** Two conditional writes of one key at the same instant make S3 answer 409 to both: ask again. */
const MAX_CONFLICTS = 8;

const GET = { verb: 'read', permission: 's3:GetObject' };
const PUT = { verb: 'write', permission: 's3:PutObject' };
const LIST = { verb: 'list', permission: 's3:ListBucket' };
const DELETE = { verb: 'delete', permission: 's3:DeleteObject' };

/** Objects in a bucket of Amazon S3 or a server that speaks its protocol. */
export function createS3Store(
  url: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): ArtifactStore {
  const options = parseS3Url(url, environment);
  const connect = rememberSuccess(() => connectS3(options));
  const prefix = options.prefix === '' ? '' : `${options.prefix}/`;
  const Bucket = options.bucket;
  const keyOf = (key: string) => prefix + checkArtifactKey(key);

  const ask = async <Result>(
    operation: S3Operation,
    work: (client: S3Client, sdk: S3Sdk) => Promise<Result>,
  ): Promise<Result> => {
    try {
      const { client, sdk } = await connect();
      return await work(client, sdk);
    } catch (error) {
      if (operation.permission === GET.permission && isAbsentObject(error)) throw error;
      throw toS3StoreError(error, options, operation);
    }
  };

  /** Bytes from `start` up to but without `end`, or all of them. */
  async function* read(key: string, start = 0, end?: number): AsyncIterable<Uint8Array> {
    const Key = keyOf(key);
    const isWhole = start === 0 && end === undefined;
    const last = end === undefined ? '' : String(end - 1);
    try {
      yield* streamS3Object(key, (offset, entityTag) => {
        const range = isWhole && offset === 0 ? {} : { Range: `bytes=${start + offset}-${last}` };
        const condition = entityTag === undefined ? {} : { IfMatch: entityTag };
        return ask({ ...GET, key: Key }, (client, sdk) =>
          client.send(new sdk.GetObjectCommand({ Bucket, Key, ...range, ...condition })),
        );
      });
    } catch (error) {
      if (isAbsentObject(error)) throw artifactMissing(key, url);
      throw toS3StoreError(error, options, { ...GET, key: Key });
    }
  }

  const get = (key: string) => collectBytes(read(key));

  const writeConditionally = async (key: string, body: Uint8Array) => {
    const Key = keyOf(key);
    return ask({ ...PUT, key: Key }, async (client, sdk): Promise<'created' | 'exists'> => {
      for (let conflicts = 0; ; conflicts += 1) {
        try {
          await client.send(
            new sdk.PutObjectCommand({ Bucket, Key, Body: body, IfNoneMatch: '*' }),
          );
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
  };

  const upload = async (key: string, body: AsyncIterable<Uint8Array>): Promise<ArtifactInfo> => {
    const Key = keyOf(key);
    const source: { failure?: unknown } = {};
    const work = (client: S3Client) => uploadStream({ client, Bucket, Key, body, source });
    const bytes = await ask({ ...PUT, key: Key }, work).catch((error: unknown) => {
      throw 'failure' in source ? source.failure : error;
    });
    return { key, bytes };
  };

  const remove = async (keys: readonly string[]): Promise<void> => {
    const objects = keys.map((key) => ({ Key: keyOf(key) }));
    for (let start = 0; start < objects.length; start += DELETE_BATCH) {
      const Objects = objects.slice(start, start + DELETE_BATCH);
      const operation = { ...DELETE, key: Objects[0]!.Key };
      await ask(operation, async (client, sdk) => {
        const Delete = { Objects, Quiet: true };
        const { Errors } = await client.send(new sdk.DeleteObjectsCommand({ Bucket, Delete }));
        const refused = Errors?.find((each) => each.Code !== 'NoSuchKey');
        if (refused === undefined) return;
        const name = refused.Code ?? 'UnknownError';
        const error = Object.assign(new Error(refused.Message ?? name), {
          name,
          $metadata: { httpStatusCode: name === 'AccessDenied' ? 403 : 500 },
        });
        throw toS3StoreError(error, options, { ...DELETE, key: refused.Key ?? operation.key });
      });
    }
  };

  const probe = rememberSuccess(async () => ({
    conditionalWrites: await honoursConditionalWrites({
      url,
      putIfAbsent: writeConditionally,
      get,
      delete: remove,
    }),
    append: false,
  }));

  return {
    url,
    probe,
    async putIfAbsent(key, body) {
      checkArtifactKey(key);
      if (!(await probe()).conditionalWrites) throw conditionalWritesUnsupported(url);
      return writeConditionally(key, body);
    },
    async put(key, body) {
      if (!(body instanceof Uint8Array)) return upload(key, body);
      const Key = keyOf(key);
      await ask({ ...PUT, key: Key }, (client, sdk) =>
        client.send(new sdk.PutObjectCommand({ Bucket, Key, Body: body })),
      );
      return { key, bytes: body.byteLength };
    },
    get,
    getIfPresent: (key) => get(key).catch(undefinedWhenAbsent),
    async getRange(key, start, end) {
      checkByteRange(key, start, end);
      if (start === end) return new Uint8Array(0);
      return collectBytes(read(key, start, end)).catch(emptyWhenBeyondEnd);
    },
    stream: (key) => read(key),
    async head(key) {
      const Key = keyOf(key);
      try {
        const found = await ask({ ...GET, key: Key }, (client, sdk) =>
          client.send(new sdk.HeadObjectCommand({ Bucket, Key })),
        );
        return { key, bytes: found.ContentLength ?? 0 };
      } catch (error) {
        if (isAbsentObject(error)) return undefined;
        throw error;
      }
    },
    async *list(keyPrefix) {
      const Prefix = prefix + checkKeyPrefix(keyPrefix);
      let ContinuationToken: string | undefined;
      do {
        const token = ContinuationToken === undefined ? {} : { ContinuationToken };
        const page = await ask({ ...LIST, key: Prefix }, (client, sdk) =>
          client.send(new sdk.ListObjectsV2Command({ Bucket, Prefix, ...token })),
        );
        for (const { Key, Size } of page.Contents ?? []) {
          // Some tools leave empty objects as folder marks; no artifact key ends with a slash.
          if (Key === undefined || Key.endsWith('/')) continue;
          yield { key: Key.slice(prefix.length), bytes: Size ?? 0 };
        }
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken !== undefined);
    },
    delete: remove,
    viewerUrl(key) {
      const path = `${options.bucket}/${keyOf(key)}`;
      return options.endpoint === undefined ? `s3://${path}` : `${options.endpoint}/${path}`;
    },
  };
}

function undefinedWhenAbsent(error: unknown): undefined {
  if (isEvalError(error) && error.code === 'artifact-missing') return undefined;
  throw error;
}

/** S3 answers 416 to a range that starts behind the last byte; files read as empty there. */
function emptyWhenBeyondEnd(error: unknown): Uint8Array {
  if (isEvalError(error) && error.data['status'] === 416) return new Uint8Array(0);
  throw error;
}
