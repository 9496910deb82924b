import type * as clientS3 from '@aws-sdk/client-s3';
import type { S3Options } from './s3-options.ts';

/** Tries per request, the first included: the SDK's doubling pauses ride out about 3 s; Temporal, more. */
const MAX_ATTEMPTS = 8;
const CONNECTION_TIMEOUT_MS = 5_000;
/** A socket without a byte for this long is dead; large uploads keep theirs busy. */
const IDLE_TIMEOUT_MS = 60_000;
/** Requests of one process at once; more only queue at the server. */
const MAX_SOCKETS = 64;

export type S3Sdk = typeof clientS3;

export interface S3Connection {
  readonly sdk: S3Sdk;
  readonly client: clientS3.S3Client;
}

/** Loads the SDK (0.3 s) on first use; credentials come from the AWS provider chain and nowhere else. */
export async function connectS3(options: S3Options): Promise<S3Connection> {
  // The SDK is pinned below the release that drops Node 20, so its warning would only alarm users.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const sdk = await import('@aws-sdk/client-s3');
  const agent = { keepAlive: true, maxSockets: MAX_SOCKETS };
  const client = new sdk.S3Client({
    ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint }),
    ...(options.region === undefined ? {} : { region: options.region }),
    forcePathStyle: options.pathStyle,
    followRegionRedirects: options.endpoint === undefined,
    retryMode: 'standard',
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      socketTimeout: IDLE_TIMEOUT_MS,
      // Queueing for a socket is normal here: 64 writers share the pool.
      socketAcquisitionWarningTimeout: IDLE_TIMEOUT_MS,
      httpAgent: agent,
      httpsAgent: agent,
    },
  });
  return { sdk, client };
}
