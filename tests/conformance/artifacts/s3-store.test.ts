import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore } from '../../../activities/artifacts/open-store.ts';
import { S3_START_TIMEOUT_MS, startS3Server, type S3Server } from '../../support/s3-server.ts';
import { testArtifactStore } from './store-contract.ts';

const text = (value: string) => new TextEncoder().encode(value);

/** Credentials reach the SDK by the environment only, as in production. */
function useCredentials(server: S3Server): void {
  Object.assign(process.env, server.environment);
}

testArtifactStore(
  's3:// with a prefix',
  async () => {
    const server = await startS3Server();
    useCredentials(server);
    const store = openStore(server.url.replace('?', '/team/assay?'));
    return { store, stop: () => server.stop() };
  },
  S3_START_TIMEOUT_MS,
);

describe('the S3 store', () => {
  let server: S3Server;
  beforeAll(async () => {
    server = await startS3Server();
    useCredentials(server);
  }, S3_START_TIMEOUT_MS);
  afterAll(() => server?.stop());

  test('keeps two prefixes of one bucket apart', async () => {
    const left = openStore(server.url.replace('?', '/left?'));
    const right = openStore(server.url.replace('?', '/left-right?'));
    await left.put('a/b', text('left'));
    await right.put('a/b', text('right'));
    expect(Buffer.from(await left.get('a/b')).toString()).toBe('left');
    const keys: string[] = [];
    for await (const { key } of left.list('')) keys.push(key);
    expect(keys).toEqual(['a/b']);
  });

  test('wrong credentials are named with bucket, key and the missing permission', async () => {
    if (server.kind === 'moto') {
      process.stderr.write('[s3] wrong credentials not tested: moto accepts any signature\n');
      return;
    }
    process.env['AWS_SECRET_ACCESS_KEY'] = 'wrong';
    try {
      const store = openStore(server.url);
      const denied = {
        code: 'store-denied',
        retry: 'never',
        message: expect.stringMatching(/runs\/a.*assay-test.*credentials.*s3:PutObject/),
      };
      await expect(store.put('runs/a', text('x'))).rejects.toMatchObject(denied);
      const failure = await store.probe().catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: 'store-denied' });
      expect(String(failure)).not.toContain(server.secretKey);
    } finally {
      useCredentials(server);
    }
  });

  test('a bucket that does not exist is named', async () => {
    const store = openStore(server.url.replace('assay-test', 'no-such-bucket'));
    const missing = {
      code: 'store-unreachable',
      retry: 'never',
      message: expect.stringMatching(/no-such-bucket.*does not exist/),
    };
    await expect(store.probe()).rejects.toMatchObject(missing);
    await expect(store.put('a', text('x'))).rejects.toMatchObject(missing);
    await expect(store.getIfPresent('a')).rejects.toMatchObject(missing);
    const listed = store.list('')[Symbol.asyncIterator]().next();
    await expect(listed).rejects.toMatchObject(missing);
  });

  test('a server that is down gives a retryable error, and the same store works when it is back', async () => {
    const store = openStore(server.url);
    await store.put('before/a', text('kept'));
    await server.pause();
    await expect(store.get('before/a')).rejects.toMatchObject({
      code: 'store-unreachable',
      retry: 'backoff',
      message: expect.stringContaining(server.endpoint),
    });
    if (server.kind === 'moto') {
      process.stderr.write('[s3] not checked after a restart: moto forgets its objects\n');
      return;
    }
    await server.resume();
    await store.put('after/b', text('written'));
    expect(Buffer.from(await store.get('before/a')).toString()).toBe('kept');
    expect(Buffer.from(await store.get('after/b')).toString()).toBe('written');
  });
});
