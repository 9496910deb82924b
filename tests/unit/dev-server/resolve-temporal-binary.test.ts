import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chmod, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { randomPorts } from '../../../deploy/dev-server/choose-ports.ts';
import { resolveTemporalBinary } from '../../../deploy/dev-server/resolve-temporal-binary.ts';
import { temporaryDirectory } from './temporary-directory.ts';

async function writeProgram(path: string, body: string): Promise<string> {
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, `#!/bin/sh\n${body}\n`);
  await chmod(path, 0o755);
  return path;
}

const temporalOf = (server: string) => `echo "temporal version 1.5.1 (Server ${server}, UI 2.0.0)"`;

async function setUp() {
  const root = await temporaryDirectory();
  const [pathDirectory, cacheDirectory] = [join(root, 'path'), join(root, 'cache')];
  const messages: string[] = [];
  const options = {
    environment: { PATH: pathDirectory },
    cacheDirectory,
    // Free a moment ago, so nothing listens there.
    downloadOrigin: `http://127.0.0.1:${(await randomPorts()).port}`,
    log: (message: string) => messages.push(message),
  };
  return { root, pathDirectory, cacheDirectory, messages, options };
}

async function serveArchive(program: string | undefined): Promise<string> {
  const folder = await temporaryDirectory();
  if (program !== undefined) await writeProgram(join(folder, 'temporal'), program);
  if (program === undefined) await writeFile(join(folder, 'readme'), 'nothing');
  const member = program === undefined ? 'readme' : 'temporal';
  execFileSync('tar', ['-czf', join(folder, 'a.tgz'), '-C', folder, member]);
  const archive = await readFile(join(folder, 'a.tgz'));
  const server = createServer((request, response) => {
    const expected = `/cli/archive/v1.5.1?platform=${process.platform}&arch=`;
    response.statusCode = request.url?.startsWith(expected) ? 200 : 404;
    response.end(archive);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('a temporal on PATH comes first', async () => {
  const { pathDirectory, cacheDirectory, options } = await setUp();
  await writeProgram(join(cacheDirectory, 'bin', 'temporal'), temporalOf('1.29.1'));
  const path = await writeProgram(join(pathDirectory, 'temporal'), temporalOf('1.30.0'));
  expect(await resolveTemporalBinary(options)).toEqual({
    path,
    source: 'path',
    serverVersion: '1.30.0',
  });
});

test.each([
  ['an old one', temporalOf('1.22.9'), 'it carries server 1.22.9, and 1.29.1 is needed'],
  ['another program of that name', 'echo "ISO 8601 tool"', 'it does not run as the Temporal CLI'],
  ['a broken one', 'echo "cannot execute" >&2; exit 126', '(cannot execute)'],
])('%s on PATH is passed over for the cached one', async (_case, body, reason) => {
  const { pathDirectory, cacheDirectory, options, messages } = await setUp();
  await writeProgram(join(pathDirectory, 'temporal'), body);
  const cached = await writeProgram(join(cacheDirectory, 'bin', 'temporal'), temporalOf('1.29.1'));
  expect(await resolveTemporalBinary(options)).toMatchObject({ path: cached, source: 'cache' });
  expect(messages.join()).toContain(reason);
});

test('without one, the official archive is downloaded and kept', async () => {
  const { cacheDirectory, options } = await setUp();
  const downloadOrigin = await serveArchive(temporalOf('1.29.1'));
  expect(await resolveTemporalBinary({ ...options, downloadOrigin })).toMatchObject({
    path: join(cacheDirectory, 'bin', 'temporal'),
    source: 'download',
  });
  expect(await readdir(join(cacheDirectory, 'bin'))).toEqual(['temporal']);
  expect(await resolveTemporalBinary(options)).toMatchObject({ source: 'cache' });
});

test('offline, it is built with Go', async () => {
  const { pathDirectory, options, messages } = await setUp();
  await writeProgram(
    join(pathDirectory, 'go'),
    `cat > "$GOBIN/temporal" <<'END'\n#!/bin/sh\n${temporalOf('1.29.1')}\nEND`,
  );
  const withSystem = `${pathDirectory}${delimiter}/bin${delimiter}/usr/bin`;
  const environment = { PATH: withSystem };
  expect(await resolveTemporalBinary({ ...options, environment })).toMatchObject({
    source: 'go-install',
  });
  expect(messages.join('\n')).toMatch(/Cannot download .*ECONNREFUSED.*Trying the next way/);
});

test('an archive without the program is passed over', async () => {
  const { options } = await setUp();
  const downloadOrigin = await serveArchive(undefined);
  await expect(resolveTemporalBinary({ ...options, downloadOrigin })).rejects.toThrow(
    /Cannot unpack/,
  );
});

test('when every way fails the error lists the ways and what was tried', async () => {
  const { cacheDirectory, options } = await setUp();
  const attempt = resolveTemporalBinary(options);
  await expect(attempt).rejects.toMatchObject({ code: 'tool-missing' });
  for (const way of [
    'TEMPORAL_ADDRESS',
    'on PATH',
    join(cacheDirectory, 'bin', 'temporal'),
    'temporal.download',
    'install Go',
    'ECONNREFUSED',
    'Go is not on PATH',
  ]) {
    await expect(attempt).rejects.toThrow(way);
  }
});
