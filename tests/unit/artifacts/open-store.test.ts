import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { openStore } from '../../../activities/artifacts/open-store.ts';
import { parseS3Url } from '../../../activities/artifacts/s3-options.ts';

describe('opening a store by URL', () => {
  test.each(['data', './data', '/tmp/data', 'file:///tmp/data', 'FILE:///tmp/data', 'file:data'])(
    '%s is a folder',
    (url) => {
      const folder = url.endsWith('/tmp/data') ? '/tmp/data' : resolve('data');
      expect(openStore(url).url).toBe(pathToFileURL(folder).href);
      expect(openStore(url).viewerUrl('runs/r/a.json')).toBe(resolve(folder, 'runs/r/a.json'));
    },
  );

  test.each([
    ['', 'expected a folder'],
    ['gs://bucket', 'scheme "gs://" is unknown'],
    ['http://host/x', 'scheme "http://" is unknown'],
    ['file://host/share', 'three slashes'],
    ['s3://', 'bucket'],
    ['s3://ab', 'bucket'],
    ['s3://bucket/a b', 'prefix'],
    ['s3://bucket?endpont=http://x', 'valid are endpoint, region, path_style'],
    ['s3://bucket?path_style=maybe', 'expected true or false'],
    ['s3://bucket?endpoint=localhost:9000', 'expected http'],
  ])('%s is refused with a sentence', (url, words) => {
    const failure = catching(() => openStore(url));
    expect(failure).toMatchObject({
      code: 'config-invalid',
      message: expect.stringContaining(words),
    });
  });

  test.each([
    's3://AKIA:secretpart@bucket/prefix',
    's3://bucket?endpoint=http://AKIA:secretpart@127.0.0.1:9000',
  ])('a URL with credentials is refused without repeating them', (url) => {
    const failure = catching(() => openStore(url));
    expect(failure).toMatchObject({ code: 'config-invalid' });
    expect(String(failure)).toContain('AWS_SECRET_ACCESS_KEY');
    expect(String(failure)).not.toContain('secretpart');
  });

  test('options come from the URL first, then from the environment', () => {
    const environment = { AWS_ENDPOINT_URL_S3: 'http://env:1', AWS_REGION: 'eu-west-1' };
    expect(parseS3Url('s3://bucket/a/b/', environment)).toMatchObject({
      bucket: 'bucket',
      prefix: 'a/b',
      endpoint: 'http://env:1',
      region: 'eu-west-1',
      pathStyle: true,
    });
    const url = 's3://bucket?endpoint=http://url:2/&region=us-west-2&path_style=false';
    expect(parseS3Url(url, environment)).toMatchObject({
      prefix: '',
      endpoint: 'http://url:2',
      region: 'us-west-2',
      pathStyle: false,
    });
    expect(parseS3Url('s3://bucket', {})).toMatchObject({
      endpoint: undefined,
      region: undefined,
      pathStyle: false,
    });
  });
});

function catching(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
