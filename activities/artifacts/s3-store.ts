import { checkArtifactKey } from '../../core/artifact-key.ts';
import { isEvalError } from '../../core/errors.ts';
import type { ArtifactStore } from './artifact-store.ts';
import { checkByteRange } from './byte-range.ts';
import { collectBytes } from './collect-bytes.ts';
import {
  conditionalWritesUnsupported,
  honoursConditionalWrites,
  rememberSuccess,
} from './probe-store.ts';
import { openS3Bucket } from './s3-bucket.ts';
import { deleteS3Objects } from './s3-delete.ts';
import { listS3Objects } from './s3-list.ts';
import { parseS3Url } from './s3-options.ts';
import { headS3Object, readS3Object } from './s3-read.ts';
import { putS3Object, putS3ObjectIfAbsent, uploadS3Object } from './s3-write.ts';

/** Objects in a bucket of Amazon S3 or a server that speaks its protocol. */
export function createS3Store(
  url: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): ArtifactStore {
  const options = parseS3Url(url, environment);
  const bucket = openS3Bucket(options);
  const get = (key: string) => collectBytes(readS3Object(bucket, key));
  const remove = (keys: readonly string[]) => deleteS3Objects(bucket, keys);
  const probe = rememberSuccess(async () => {
    const putIfAbsent = (key: string, body: Uint8Array) => putS3ObjectIfAbsent(bucket, key, body);
    const target = { url, putIfAbsent, get, delete: remove };
    return { conditionalWrites: await honoursConditionalWrites(target), append: false };
  });

  return {
    url,
    probe,
    async putIfAbsent(key, body) {
      checkArtifactKey(key);
      if (!(await probe()).conditionalWrites) throw conditionalWritesUnsupported(url);
      return putS3ObjectIfAbsent(bucket, key, body);
    },
    async put(key, body) {
      if (!(body instanceof Uint8Array)) {
        return { key, bytes: await uploadS3Object(bucket, key, body) };
      }
      await putS3Object(bucket, key, body);
      return { key, bytes: body.byteLength };
    },
    get,
    getIfPresent: (key) => get(key).catch(undefinedWhenAbsent),
    async getRange(key, start, end) {
      checkByteRange(key, start, end);
      if (start === end) return new Uint8Array(0);
      return collectBytes(readS3Object(bucket, key, start, end)).catch(emptyWhenBeyondEnd);
    },
    stream: (key) => readS3Object(bucket, key),
    head: (key) => headS3Object(bucket, key),
    list: (prefix) => listS3Objects(bucket, prefix),
    delete: remove,
    viewerUrl(key) {
      const path = `${options.bucket}/${bucket.keyOf(key)}`;
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
