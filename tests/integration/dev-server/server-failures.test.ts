import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { randomPorts } from '../../../deploy/dev-server/choose-ports.ts';
import { readProcessIdentity } from '../../../deploy/dev-server/process-identity.ts';
import { resolveTemporalBinary } from '../../../deploy/dev-server/resolve-temporal-binary.ts';
import { startServer } from '../../../deploy/dev-server/start-server.ts';
import type { StartServerOptions } from '../../../deploy/dev-server/start-server.ts';
import { startStack } from '../../../deploy/dev-server/start-stack.ts';
import { stackStatus } from '../../../deploy/dev-server/stack-status.ts';
import { stopStack } from '../../../deploy/dev-server/stop-stack.ts';
import { createStack, withClient } from './stack-fixture.ts';

const log = () => undefined;
let root: string;
let binary: string;
let dataDirectory: string;

beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'assay-server-failures-')));
  ({ path: binary } = await resolveTemporalBinary({ log }));
});
beforeEach(async () => {
  dataDirectory = await mkdtemp(join(root, 'data-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function start(options: Partial<StartServerOptions> = {}) {
  return startServer({ binary, dataDirectory, ports: await randomPorts(), ...options });
}

async function writeProgram(body: string): Promise<string> {
  const path = join(dataDirectory, 'program');
  await writeFile(path, `#!/bin/sh\n${body}\n`);
  await chmod(path, 0o755);
  return path;
}

test('a busy port is named', async () => {
  const ports = await randomPorts();
  const intruder = createServer().listen(ports.port, '127.0.0.1');
  onTestFinished(() => void intruder.close());
  await once(intruder, 'listening');
  await expect(start({ ports })).rejects.toMatchObject({
    data: { reason: 'port-busy' },
    message: expect.stringContaining(`port ${ports.port} is taken`) as string,
  });
});

test('a damaged database is named, and nothing is left running', async () => {
  await writeFile(join(dataDirectory, 'temporal.db'), 'this is no database, only text'.repeat(99));
  let pid = 0;
  const attempt = start({ onSpawned: async (server) => void (pid = server.pid) });
  await expect(attempt).rejects.toMatchObject({ data: { reason: 'database-damaged' } });
  expect(readProcessIdentity(pid)).toBeUndefined();
});

test('a binary that does not run is named', async () => {
  const program = await writeProgram('exit 0');
  await chmod(program, 0o644);
  await expect(start({ binary: program })).rejects.toMatchObject({
    data: { reason: 'binary-broken' },
    message: expect.stringMatching(/program does not run \(.*EACCES/) as string,
  });
});

test('a server killed while starting points to the memory', async () => {
  const attempt = start({ binary: await writeProgram('kill -9 $$') });
  await expect(attempt).rejects.toMatchObject({ data: { reason: 'killed' } });
});

test('a server that never answers is ended, and its log is shown', async () => {
  let pid = 0;
  const attempt = start({
    binary: await writeProgram('echo still thinking; exec sleep 60'),
    healthTimeoutMs: 400,
    onSpawned: async (server) => void (pid = server.pid),
  });
  await expect(attempt).rejects.toThrow(/gave no answer in 0.4 s.*still thinking/s);
  expect(readProcessIdentity(pid)).toBeUndefined();
});

test('a folder name that looks like a query keeps its database inside', async () => {
  const stack = await createStack('a b?mode=memory#x%20');
  onTestFinished(() => stack.dispose());
  expect(await stack.start({ workers: 0 })).toMatchObject({ state: 'running' });
  expect(await readdir(stack.dataDirectory)).toContain('temporal.db');
  expect(await readdir(join(stack.dataDirectory, '..'))).toEqual(['a b?mode=memory#x%20']);
});

/** A disk of its own needs the right to mount, which a container may withhold even from root. */
function mountSmallDisk(mebibytes: number): string | undefined {
  const directory = execFileSync('mktemp', ['-d', '-t', 'assay-disk-XXXXXX'], { encoding: 'utf8' });
  const path = directory.trim();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs', path], {
      stdio: 'ignore',
    });
    return path;
  } catch {
    execFileSync('rmdir', [path]);
    return undefined;
  }
}

function unmount(path: string): void {
  execFileSync('umount', [path]);
  execFileSync('rmdir', [path]);
}

/** `head` stops at the first byte that does not fit. */
function fillUp(path: string): void {
  spawnSync('sh', ['-c', 'head -c 80M /dev/zero > "$1"', 'sh', path], { stdio: 'ignore' });
}

const canMount = (() => {
  const path = mountSmallDisk(1);
  if (path === undefined) return false;
  unmount(path);
  return true;
})();

test.runIf(canMount)('a full disk is named, and a start after clearing it works', async () => {
  const disk = mountSmallDisk(80);
  if (disk === undefined) throw new Error('the disk could be mounted a moment ago');
  onTestFinished(async () => {
    await stopStack({ dataDirectory: disk, log });
    unmount(disk);
  });
  const filler = join(disk, 'filler');
  await writeFile(filler, Buffer.alloc(70 * 1024 * 1024));
  const attempt = startStack({ dataDirectory: disk, workers: 0, log });
  await expect(attempt).rejects.toMatchObject({
    code: 'store-full',
    message: expect.stringContaining(`the disk that holds ${disk} is full`) as string,
  });
  await rm(filler);
  const { address } = await startStack({ dataDirectory: disk, workers: 0, log });
  await withClient(address, async ({ workflow }) => {
    await workflow.start('waits', { taskQueue: 'nobody', workflowId: 'survivor', args: [] });
  });
  fillUp(filler);
  const tight = await stackStatus(disk);
  expect(tight.state).toBe('degraded');
  expect(tight.problems.join()).toContain('Only 0 MiB are free');
  expect(await stopStack({ dataDirectory: disk, log })).toMatchObject({ state: 'stopped' });
  await rm(filler);
  await startStack({ dataDirectory: disk, workers: 0, log });
  const { status } = await withClient(address, ({ workflow }) =>
    workflow.getHandle('survivor').describe(),
  );
  expect(status.name).toBe('RUNNING');
});
