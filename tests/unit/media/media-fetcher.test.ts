import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMediaFetcher } from '../../../activities/media/fetch/media-fetcher.ts';
import { tinyPng } from '../../support/requests.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const folder = mkdtempSync(join(tmpdir(), 'assay-fetch-'));
const asked: string[] = [];
let handler: Handler = () => {};
const server = createServer((request, response) => {
  asked.push(request.url ?? '');
  handler(request, response);
});
let host = '';
let png: Uint8Array = new Uint8Array();

beforeAll(async () => {
  png = await tinyPng().read();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  host = `media.test:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

let count = 0;
function fetcher(options: Partial<Parameters<typeof createMediaFetcher>[0]> = {}) {
  asked.length = 0;
  return createMediaFetcher({
    folder: join(folder, String(++count)),
    hosts: host,
    maxCacheBytes: 1024 ** 2,
    mayUseLoopback: true,
    resolve: () => Promise.resolve(['127.0.0.1']),
    ...options,
  });
}

const sendPng: Handler = (_request, response) => void response.writeHead(200).end(png);
const redirect =
  (location: string): Handler =>
  (_request, response) =>
    void response.writeHead(302, { location }).end();

test('what was fetched is kept, and nothing of the worker goes to the server', async () => {
  let headers: IncomingMessage['headers'] = {};
  handler = (request, response) => {
    ({ headers } = request);
    sendPng(request, response);
  };
  const one = fetcher();
  const url = `http://${host}/a.png?permission=1`;
  const [first, second] = await Promise.all([one.fetch(url), one.fetch(url)]);
  expect(readFileSync(first.file)).toEqual(Buffer.from(png));
  expect(await one.fetch(url)).toEqual(second);
  expect(asked).toEqual(['/a.png?permission=1']);
  expect(headers.host).toBe(host);
  expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['cookie']));
  expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['authorization']));
});

test('a name is looked up once, so it cannot become another address', async () => {
  handler = sendPng;
  const answers = [['127.0.0.1'], ['10.0.0.1']];
  const names: string[] = [];
  const one = fetcher({
    resolve: (name) => {
      names.push(name);
      return Promise.resolve(answers.shift() ?? []);
    },
  });
  await one.fetch(`http://${host}/a.png`);
  expect(names).toEqual(['media.test']);
});

describe('no address of the inside is asked', () => {
  test.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.100.100.200',
    '168.63.129.16',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '64:ff9b::7f00:1',
    'fd00:ec2::254',
    'fe80::1',
    '2002:7f00:1::1',
    '2001:0:7f00:1::',
    '2001:db8::1',
  ])('%s by name', async (address) => {
    const one = fetcher({
      mayUseLoopback: false,
      resolve: () => Promise.resolve(['93.184.215.14', address]),
    });
    await expect(one.fetch(`http://${host}/a.png`)).rejects.toMatchObject({
      code: 'media-unreadable',
      message: expect.stringContaining('no public address') as unknown,
    });
    expect(asked).toEqual([]);
  });

  test.each([
    ['http://127.0.0.1/a.png', '127.0.0.1'],
    ['http://2130706433/a.png', '127.0.0.1'],
    ['http://0x7f.1/a.png', '127.0.0.1'],
    ['http://0177.0.0.1/a.png', '127.0.0.1'],
    ['http://[::1]/a.png', '[::1]'],
    ['http://[::ffff:7f00:1]/a.png', '[::ffff:7f00:1]'],
    ['http://169.254.169.254/latest/meta-data', '169.254.169.254'],
  ])('%s, even where the operator lists it', async (url, listed) => {
    const hosts = listed.startsWith('[') ? 'unused.test' : listed;
    await expect(fetcher({ hosts, mayUseLoopback: false }).fetch(url)).rejects.toMatchObject({
      code: 'media-unreadable',
    });
    expect(asked).toEqual([]);
  });

  test.each([
    ['http://127.0.0.1/', /127\.0\.0\.1 is not allowed/],
    ['http://other.test/', /other\.test is not allowed/],
    ['file:///etc/passwd', /file: is not fetched/],
    ['//user:secret@media.test/', /user name or password/],
  ])('after a redirect to %s', async (location, message) => {
    handler = redirect(location);
    await expect(fetcher().fetch(`http://${host}/a.png`)).rejects.toThrow(message);
    expect(asked).toEqual(['/a.png']);
  });

  test('after a redirect to an allowed name that leads inside', async () => {
    handler = redirect('http://inside.test/secret.png');
    const one = fetcher({
      hosts: `${host},inside.test`,
      resolve: (name) => Promise.resolve([name === 'inside.test' ? '192.168.0.1' : '127.0.0.1']),
    });
    await expect(one.fetch(`http://${host}/a.png`)).rejects.toThrow(
      /inside\.test is at 192\.168\.0\.1/,
    );
  });
});

test('without a list of hosts the message says what to set', async () => {
  await expect(fetcher({ hosts: '' }).fetch(`http://${host}/a.png`)).rejects.toThrow(
    `ASSAY_MEDIA_HOSTS=${host}`,
  );
});

test('a star allows what is below a name, on the usual port only', async () => {
  handler = sendPng;
  const one = fetcher({ hosts: '*.example.org, *.test' });
  await expect(one.fetch('http://example.org/a.png')).rejects.toThrow(/not allowed/);
  await expect(one.fetch(`http://${host}/a.png`)).rejects.toThrow(/not allowed/);
  expect(() => fetcher({ hosts: 'http://x/' })).toThrow(/ASSAY_MEDIA_HOSTS/);
  const port = host.split(':')[1];
  expect((await fetcher({ hosts: `*.test:${port}` }).fetch(`http://${host}/a.png`)).sha256).toMatch(
    /^[0-9a-f]{64}$/,
  );
});

describe('a server that misbehaves fails its document only', () => {
  const limits = { maxBytes: 200, idleMs: 200, totalMs: 600 };
  test.each<[string, Handler, RegExp]>([
    ['redirects in a circle', (_q, r) => void r.writeHead(307, { location: '/' }).end(), /3 times/],
    ['answers 404', (_q, r) => void r.writeHead(404).end(), /answered 404/],
    ['sends a page', (_q, r) => void r.writeHead(200).end('<html>'), /no picture, sound, film/],
    ['sends nothing', (_q, r) => void r.writeHead(200).end(), /empty/],
    [
      'packs the body',
      (_q, r) => void r.writeHead(200, { 'content-encoding': 'gzip' }).end(png),
      /gzip/,
    ],
    [
      'announces too much',
      (_q, r) => void r.writeHead(200, { 'content-length': 1e9 }).write(png),
      /more than 200 bytes/,
    ],
    [
      'sends too much',
      (_q, r) => void r.writeHead(200).end(Buffer.concat([png, Buffer.alloc(1000)])),
      /more than 200 bytes/,
    ],
    ['never answers', () => {}, /silent for 200 ms|longer than 600 ms/],
    [
      'never ends',
      (_q, r) => {
        r.writeHead(200).write(png);
        const timer = setInterval(() => r.write('\0'), 50);
        r.on('close', () => clearInterval(timer));
      },
      /longer than 600 ms/,
    ],
    [
      'breaks off',
      (_q, r) => r.writeHead(200, { 'content-length': 150 }).write(png, () => r.destroy()),
      /named by a document/,
    ],
  ])('%s', async (_what, misbehave, message) => {
    handler = misbehave;
    const one = fetcher({ limits });
    await expect(one.fetch(`http://${host}/a.png?key=hidden`)).rejects.toMatchObject({
      code: 'media-unreadable',
      message: expect.stringMatching(message) as unknown,
    });
    await expect(one.fetch(`http://${host}/a.png?key=hidden`)).rejects.not.toThrow(/hidden/);
    expect(readdirSync(join(folder, String(count), 'scratch'))).toEqual([]);
  });
});
