import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import {
  currentProcessIdentity,
  isAlive,
  readProcessIdentity,
  terminate,
} from '../../../deploy/dev-server/process-identity.ts';

async function startNode(code: string) {
  const child: ChildProcess = spawn(process.execPath, ['-e', `${code};console.log('up')`], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout!, 'data');
  const identity = readProcessIdentity(child.pid!);
  if (identity === undefined) throw new Error('the child has no identity');
  return { child, identity };
}

test('a living process has one stable identity', () => {
  const identity = currentProcessIdentity();
  expect(identity.pid).toBe(process.pid);
  expect(readProcessIdentity(process.pid)).toEqual(identity);
  expect(isAlive(identity)).toBe(true);
});

test.each([0, -1, 1.5, Number.NaN, 2 ** 22 + 1])('%s is no living process', (pid) => {
  expect(readProcessIdentity(pid)).toBeUndefined();
});

test('a process that ends at SIGTERM is gone afterwards', async () => {
  const { child, identity } = await startNode('setInterval(() => {}, 1000)');
  expect(await terminate(identity, { graceMs: 5_000 })).toBe(true);
  expect(isAlive(identity)).toBe(false);
  expect(child.signalCode ?? 'SIGTERM').toBe('SIGTERM');
});

test('a process that ignores SIGTERM is killed after the grace', async () => {
  const { child, identity } = await startNode(
    "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)",
  );
  const closed = once(child, 'close');
  expect(await terminate(identity, { graceMs: 200 })).toBe(true);
  await closed;
  expect(child.signalCode).toBe('SIGKILL');
});

test('a process that only has the same id is never signalled', async () => {
  const { child, identity } = await startNode('setInterval(() => {}, 1000)');
  const stranger = { pid: identity.pid, startTime: 'an earlier life' };
  expect(await terminate(stranger, { graceMs: 100 })).toBe(true);
  expect(isAlive(identity)).toBe(true);
  expect(child.exitCode).toBeNull();
});
