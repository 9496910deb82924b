import type { ServerResponse } from 'node:http';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ArtifactStore } from '../../../activities/artifacts/artifact-store.ts';
import { collectBytes } from '../../../activities/artifacts/collect-bytes.ts';
import { openStore } from '../../../activities/artifacts/open-store.ts';
import {
  sendS3Error,
  startFakeS3Server,
  type FakeS3Request,
  type FakeS3Server,
} from '../../support/s3-fake-server.ts';

const text = (value: string) => new TextEncoder().encode(value);

describe('the S3 store against a server that misbehaves', () => {
  let server: FakeS3Server;
  beforeAll(() => {
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'hidden' });
  });
  afterEach(() => server.stop());
  const serve = async (
    answer: (request: FakeS3Request, response: ServerResponse) => void,
  ): Promise<ArtifactStore> => {
    server = await startFakeS3Server(answer);
    return openStore(server.url);
  };

  test('a server that ignores conditions is found out, and put-if-absent refuses to trust it', async () => {
    const objects = new Map<string, Buffer>();
    const store = await serve(({ method, path, body }, response) => {
      const key = path.split('?')[0] ?? '';
      const present = objects.get(key) ?? Buffer.alloc(0);
      if (method === 'PUT') objects.set(key, body);
      response.writeHead(200, { etag: '"tag"' });
      response.end(method === 'GET' ? present : '');
    });
    expect(await store.probe()).toEqual({ conditionalWrites: false, append: false });
    await expect(store.putIfAbsent('a', text('x'))).rejects.toMatchObject({
      code: 'store-unsupported',
      message: expect.stringMatching(/If-None-Match.*versitygw/),
    });
    await store.put('a', text('plain writes still work'));
    expect(Buffer.from(await store.get('a')).toString()).toBe('plain writes still work');
  });

  test('a failed probe is asked again, a successful one is not', async () => {
    let isUp = false;
    const present = new Map<string, Buffer>();
    const store = await serve(({ method, path, body }, response) => {
      const key = path.split('?')[0] ?? '';
      if (!isUp) return sendS3Error(response, 403, 'AccessDenied');
      if (method === 'PUT' && present.has(key)) {
        return sendS3Error(response, 412, 'PreconditionFailed');
      }
      if (method === 'PUT') present.set(key, body);
      response.writeHead(200).end(method === 'GET' ? present.get(key) : '');
    });
    await expect(store.probe()).rejects.toMatchObject({ code: 'store-denied' });
    isUp = true;
    expect(await store.probe()).toEqual({ conditionalWrites: true, append: false });
    const requests = server.requests.length;
    await store.probe();
    expect(server.requests.length).toBe(requests);
  });

  test('500 and 503 answers are tried again until the server recovers', async () => {
    const store = await serve(({ index }, response) => {
      if (index === 0) sendS3Error(response, 500, 'InternalError');
      else if (index === 1) sendS3Error(response, 503, 'SlowDown');
      else response.writeHead(200).end();
    });
    await store.put('a', text('x'));
    expect(server.requests).toHaveLength(3);
    expect(server.requests.every(({ body }) => body.includes('x'))).toBe(true);
  });

  test('a conditional write that collides with another is decided by asking again', async () => {
    const present = new Map<string, Buffer>();
    let conflicts = 0;
    const store = await serve(({ method, path, body }, response) => {
      const key = path.split('?')[0] ?? '';
      if (method === 'PUT' && key.endsWith('/contested') && conflicts < 2) {
        conflicts += 1;
        return sendS3Error(response, 409, 'ConditionalRequestConflict');
      }
      if (method === 'PUT' && present.has(key)) {
        return sendS3Error(response, 412, 'PreconditionFailed');
      }
      if (method === 'PUT') present.set(key, body);
      response.writeHead(200).end(method === 'GET' ? present.get(key) : '');
    });
    expect(await store.putIfAbsent('contested', text('x'))).toBe('created');
    expect(conflicts).toBe(2);
  });

  test('a body that breaks off is taken up where it broke, and only of the same object', async () => {
    const body = Buffer.from('0123456789'.repeat(1_000));
    const store = await serve(({ headers, index }, response) => {
      const from = Number(/bytes=(\d+)-/.exec(headers.range ?? '')?.[1] ?? 0);
      response.writeHead(from === 0 ? 200 : 206, {
        'content-length': body.length - from,
        etag: '"first"',
      });
      if (index < 3) {
        response.write(body.subarray(from, from + 2_500), () => response.destroy());
      } else {
        response.end(body.subarray(from));
      }
    });
    expect(Buffer.compare(await collectBytes(store.stream('a')), body)).toBe(0);
    const ranged = server.requests.filter(({ headers }) => headers.range !== undefined);
    expect(ranged.length).toBeGreaterThan(0);
    expect(ranged.every(({ headers }) => headers['if-match'] === '"first"')).toBe(true);
  });

  test('a body that always breaks off ends in a retryable error', async () => {
    const store = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': 100, etag: '"first"' });
      response.flushHeaders();
      setImmediate(() => response.destroy());
    });
    await expect(store.get('a')).rejects.toMatchObject({
      code: 'store-unreachable',
      retry: 'backoff',
    });
  });

  test.each([
    ['AccessDenied', 403, 'store-denied', 's3:GetObject'],
    ['InvalidAccessKeyId', 403, 'store-denied', 'AWS_ACCESS_KEY_ID'],
    ['ExpiredToken', 400, 'store-denied', 'expired'],
    ['NoSuchBucket', 404, 'store-unreachable', 'does not exist'],
    ['QuotaExceeded', 403, 'store-full', 'quota'],
    ['PermanentRedirect', 301, 'config-invalid', 'region'],
    ['MethodNotAllowed', 405, 'store-unreachable', 'HTTP 405'],
  ])('the answer %s becomes a sentence', async (name, status, code, words) => {
    const store = await serve((_request, response) => sendS3Error(response, status, name));
    const failure = await store.get('runs/a').catch((error: unknown) => error);
    expect(failure).toMatchObject({ code, message: expect.stringContaining(words) });
    expect(String(failure)).toContain('runs/a in bucket bucket');
    expect(String(failure)).not.toContain('hidden');
    if (code !== 'store-full') expect(failure).toMatchObject({ retry: 'never' });
  });

  test('an object that may not be deleted is named', async () => {
    const store = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/xml' });
      response.end(
        '<DeleteResult><Error><Key>kept/b</Key><Code>AccessDenied</Code><Message>no</Message></Error></DeleteResult>',
      );
    });
    await expect(store.delete(['kept/a', 'kept/b'])).rejects.toMatchObject({
      code: 'store-denied',
      message: expect.stringMatching(/kept\/b.*s3:DeleteObject/),
    });
  });
});
