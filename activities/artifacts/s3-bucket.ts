import { checkArtifactKey } from '../../core/artifact-key.ts';
import { rememberSuccess } from './probe-store.ts';
import { connectS3, type S3Connection } from './s3-client.ts';
import { isAbsentObject, toS3StoreError, type S3Operation } from './s3-errors.ts';
import type { S3Options } from './s3-options.ts';

/** One bucket and prefix, connected on first use. */
export interface S3Bucket {
  readonly options: S3Options;
  /** What all keys of the store begin with: empty or ending in a slash. */
  readonly prefix: string;
  /** Key in the bucket of a checked artifact key. */
  keyOf(key: string): string;
  /** Runs requests; failures become EvalErrors, except that an absent object stays what it is. */
  ask<Result>(
    operation: S3Operation,
    work: (connection: S3Connection) => Promise<Result>,
  ): Promise<Result>;
}

export function openS3Bucket(options: S3Options): S3Bucket {
  const connect = rememberSuccess(() => connectS3(options));
  const prefix = options.prefix === '' ? '' : `${options.prefix}/`;
  return {
    options,
    prefix,
    keyOf: (key) => prefix + checkArtifactKey(key),
    async ask(operation, work) {
      try {
        return await work(await connect());
      } catch (error) {
        if (operation.verb === 'read' && isAbsentObject(error)) throw error;
        throw toS3StoreError(error, options, operation);
      }
    },
  };
}
