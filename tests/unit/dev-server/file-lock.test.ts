import { existsSync } from 'node:fs';
import { readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { withFileLock } from '../../../deploy/dev-server/file-lock.ts';
import { currentProcessIdentity } from '../../../deploy/dev-server/process-identity.ts';
import { spawnScript } from './spawn-script.ts';
import { temporaryDirectory } from './temporary-directory.ts';

async function setUp() {
  const path = join(await temporaryDirectory(), 'nested', 'the.lock');
  const messages: string[] = [];
  const options = { path, purpose: 'tests the lock', log: (text: string) => messages.push(text) };
  return { path, messages, options };
}

async function writeHolder(path: string, holder: unknown): Promise<void> {
  // Creates the folder the way a first holder would.
  await withFileLock({ path, purpose: 'prepares', log: () => undefined }, async () => undefined);
  await writeFile(path, typeof holder === 'string' ? holder : JSON.stringify(holder));
}

test('the lock is released after success and after an error', async () => {
  const { path, options } = await setUp();
  expect(await withFileLock(options, async () => existsSync(path))).toBe(true);
  expect(existsSync(path)).toBe(false);
  const failing = withFileLock(options, () => Promise.reject(new Error('inner')));
  await expect(failing).rejects.toThrow('inner');
  expect(existsSync(path)).toBe(false);
});

test('the lock file names the process that holds it', async () => {
  const { path, options } = await setUp();
  const text = await withFileLock(options, () => readFile(path, 'utf8'));
  expect(JSON.parse(text)).toMatchObject({
    ...currentProcessIdentity(),
    purpose: 'tests the lock',
  });
});

test('a lock of a process that does not exist is taken over', async () => {
  const { path, options, messages } = await setUp();
  await writeHolder(path, { pid: 2 ** 22 + 1, startTime: 'x', token: 't', purpose: 'died' });
  expect(await withFileLock(options, async () => 'done')).toBe('done');
  expect(messages.join()).toContain(`process ${2 ** 22 + 1} ended without releasing it`);
});

test('a lock whose process id was given to another process is taken over', async () => {
  const { path, options } = await setUp();
  await writeHolder(path, { pid: process.pid, startTime: 'an earlier life', token: 't' });
  expect(await withFileLock({ ...options, timeoutMs: 2_000 }, async () => 'done')).toBe('done');
});

test('a lock of a living process is waited for, and the wait ends with a sentence naming it', async () => {
  const { path, options, messages } = await setUp();
  await writeHolder(path, { ...currentProcessIdentity(), token: 't', purpose: 'builds a tool' });
  const attempt = withFileLock({ ...options, timeoutMs: 250 }, async () => 'never');
  await expect(attempt).rejects.toMatchObject({
    code: 'timed-out',
    message: expect.stringContaining(`process ${process.pid}, which builds a tool`) as string,
  });
  expect(messages).toEqual([
    `Waiting for process ${process.pid}, which builds a tool (lock ${path}).`,
  ]);
  expect(existsSync(path)).toBe(true);
});

test('a lock without a name is respected while fresh and taken over when old', async () => {
  const { path, options } = await setUp();
  await writeHolder(path, '');
  const early = withFileLock({ ...options, timeoutMs: 150 }, async () => 'never');
  await expect(early).rejects.toMatchObject({ code: 'timed-out' });
  const past = new Date(Date.now() - 60_000);
  await utimes(path, past, past);
  expect(await withFileLock(options, async () => 'done')).toBe('done');
});

test('many who find a stale lock at once still enter one at a time', async () => {
  const { path, options } = await setUp();
  await writeHolder(path, { pid: process.pid, startTime: 'an earlier life', token: 't' });
  let inside = 0;
  let entered = 0;
  const enter = () =>
    withFileLock(options, async () => {
      inside += 1;
      entered += 1;
      expect(inside).toBe(1);
      await delay(5);
      inside -= 1;
    });
  await Promise.all(Array.from({ length: 12 }, enter));
  expect(entered).toBe(12);
});

test('the lock of a process that was killed is taken over', async () => {
  const { path, options } = await setUp();
  const holder = spawnScript('lock-holder-process.ts', [path]);
  await holder.printed('held');
  const early = withFileLock({ ...options, timeoutMs: 150 }, async () => 'never');
  await expect(early).rejects.toMatchObject({ code: 'timed-out' });
  holder.child.kill('SIGKILL');
  await holder.ended;
  expect(await withFileLock({ ...options, timeoutMs: 5_000 }, async () => 'done')).toBe('done');
});
