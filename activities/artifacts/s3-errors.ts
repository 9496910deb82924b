import { EvalError, isEvalError, messageOf } from '../../core/errors.ts';
import { systemCodeOf } from './file-errors.ts';
import type { S3Options } from './s3-options.ts';

/** What the store was doing. */
export interface S3Operation {
  readonly verb: keyof typeof PERMISSIONS;
  /** Key in the bucket, prefix included. */
  readonly key: string;
}

/** As they are called in policies. */
const PERMISSIONS = {
  read: 's3:GetObject',
  write: 's3:PutObject',
  list: 's3:ListBucket',
  delete: 's3:DeleteObject',
} as const;
const FULL = new Set([
  'QuotaExceeded',
  'XMinioStorageFull',
  'XMinioAdminBucketQuotaExceeded',
  'InsufficientStorage',
]);
const CHANGE_CREDENTIALS = new Set([
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'ExpiredToken',
  'InvalidToken',
  'CredentialsProviderError',
]);
/** Keys that are folders of one another: versitygw on a file system answers 409 with these. */
const LAYOUT = new Set(['ObjectParentIsFile', 'ExistingObjectIsDirectory']);

export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}

export function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('$metadata' in error)) return undefined;
  const metadata = error.$metadata;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) {
    return undefined;
  }
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}

export function isAbsentObject(error: unknown): boolean {
  const name = nameOf(error);
  return name === 'NoSuchKey' || name === 'NotFound';
}

export function toS3StoreError(
  error: unknown,
  options: S3Options,
  operation: S3Operation,
): EvalError {
  if (isEvalError(error)) return error;
  const status = statusOf(error);
  const name = nameOf(error);
  const server = options.endpoint ?? `Amazon S3${options.region ? ` in ${options.region}` : ''}`;
  const permission = PERMISSIONS[operation.verb];
  const doing = `Cannot ${operation.verb} ${operation.key} in bucket ${options.bucket} at ${server}`;
  const details = {
    cause: error,
    data: { bucket: options.bucket, errorName: name, ...(status === undefined ? {} : { status }) },
  };

  if (FULL.has(name) || status === 507) {
    return new EvalError(
      'store-full',
      `${doing}: the storage or its quota is full (${name}). Free space or raise the quota, then resume the run; finished rows are kept.`,
      details,
    );
  }
  if (CHANGE_CREDENTIALS.has(name)) {
    return new EvalError(
      'store-denied',
      `${doing}: the credentials are missing, wrong or expired (${name}). Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (or AWS_PROFILE, or a role) to ones that allow ${permission} there.`,
      details,
    );
  }
  if (status === 401 || status === 403) {
    return new EvalError(
      'store-denied',
      `${doing}: permission denied (${name}). Allow ${permission} on it for these credentials, or use others.`,
      details,
    );
  }
  if (name === 'NoSuchBucket') {
    return new EvalError(
      'store-unreachable',
      `${doing}: the bucket does not exist. Create it or correct the store URL.`,
      details,
    );
  }
  if (LAYOUT.has(name)) {
    return new EvalError(
      'artifact-key-invalid',
      `${doing}: one artifact key may not be the folder of another (${name}). Choose a key outside the existing one.`,
      details,
    );
  }
  if (status === 301 || messageOf(error).includes('Region is missing')) {
    return new EvalError(
      'config-invalid',
      `${doing}: the region is missing or not the bucket's. Add ?region=… to the store URL or set AWS_REGION.`,
      details,
    );
  }
  return otherError(error, doing, details);
}

function otherError(error: unknown, doing: string, details: { cause: unknown }): EvalError {
  const status = statusOf(error);
  const code = systemCodeOf(error);
  const said =
    status === undefined ? code || messageOf(error) : `HTTP ${status} ${nameOf(error)}`.trim();
  const isRefusal = status !== undefined && status >= 400 && status < 500 && status !== 429;
  return new EvalError(
    'store-unreachable',
    `${doing}: it answered ${said}. ${isRefusal ? 'Check the store URL and that the server speaks S3.' : 'Check that the server is up and the address is right; the work is tried again later.'}`,
    { ...details, retry: isRefusal && ![408, 409, 412].includes(status) ? 'never' : 'backoff' },
  );
}
