import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { runDoctor } from '../../../deploy/dev-server/doctor.ts';
import { readProcessIdentity } from '../../../deploy/dev-server/process-identity.ts';
import { inspectSearchAttributes } from '../../../deploy/dev-server/register-search-attributes.ts';
import { stackStatus } from '../../../deploy/dev-server/stack-status.ts';
import type { StackStatus } from '../../../deploy/dev-server/stack-status.ts';
import { createStack, withClient } from './stack-fixture.ts';
import type { StackFixture } from './stack-fixture.ts';

let stack: StackFixture;
beforeEach(async () => {
  stack = await createStack();
});
afterEach(() => stack.dispose());

const workerPids = (status: StackStatus) => status.workers.map(({ pid }) => pid);

function serverPid(status: StackStatus): number {
  if (status.server === null) throw new Error('the stack has no server');
  return status.server.pid;
}

async function killHard(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  while (readProcessIdentity(pid) !== undefined) await new Promise((next) => setTimeout(next, 10));
}

test('a start brings everything up, and a second start changes nothing', async () => {
  const first = await stack.start({ workers: 2 });
  expect(first).toMatchObject({
    state: 'running',
    namespace: 'default',
    dataDirectory: stack.dataDirectory,
    problems: [],
  });
  expect(first.workers).toHaveLength(2);
  expect((await fetch(first.uiUrl ?? '')).status).toBe(200);
  const report = await withClient(first.address, ({ connection }) =>
    inspectSearchAttributes(connection as never, 'default'),
  );
  expect(report).toEqual({ missing: [], conflicting: [] });
  expect(await stack.start()).toEqual(first);
  expect(await stackStatus(stack.dataDirectory)).toEqual(first);
  const doctor = await runDoctor({
    dataDirectory: stack.dataDirectory,
    environment: { PATH: process.env['PATH'], HF_ENDPOINT: 'http://127.0.0.1:9' },
  });
  const named = (name: string) => doctor.checks.find((check) => check.name === name);
  expect(named('Temporal server')).toMatchObject({ status: 'ok' });
  expect(named('Search attributes')).toMatchObject({ status: 'ok', found: 'all registered' });
  expect(named('Fairness')).toEqual({ name: 'Fairness', status: 'ok', found: 'on' });
});

test('a workflow survives kill -9 of the server, which comes back at the same address', async () => {
  const before = await stack.start();
  await withClient(before.address, async ({ workflow }) => {
    await workflow.start('waits', { taskQueue: 'nobody', workflowId: 'survivor', args: [] });
  });
  await killHard(serverPid(before));
  const broken = await stackStatus(stack.dataDirectory);
  expect(broken).toMatchObject({ state: 'degraded', server: { alive: false } });
  const after = await stack.start();
  expect(after.address).toBe(before.address);
  expect(serverPid(after)).not.toBe(serverPid(before));
  expect(workerPids(after)).toEqual(workerPids(before));
  const description = await withClient(after.address, ({ workflow }) =>
    workflow.getHandle('survivor').describe(),
  );
  expect(description.status.name).toBe('RUNNING');
});

test('a killed worker is replaced and a living one is kept', async () => {
  const before = await stack.start({ workers: 2 });
  const [victim = 0, other = 0] = workerPids(before);
  await killHard(victim);
  const degraded = await stackStatus(stack.dataDirectory);
  expect(degraded.state).toBe('degraded');
  expect(degraded.problems.join()).toContain(`Worker ${victim} is dead`);
  const after = await stack.start();
  expect(after).toMatchObject({ state: 'running', server: before.server });
  expect(workerPids(after)).toHaveLength(2);
  expect(workerPids(after)).toContain(other);
  expect(workerPids(after)).not.toContain(victim);
});

test('two processes that start at once give one server and one worker', async () => {
  const script = fileURLToPath(new URL('start-stack-process.ts', import.meta.url));
  const run = async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', script, stack.dataDirectory], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += String(chunk)));
    await once(child, 'close');
    return JSON.parse(output) as StackStatus;
  };
  const [first, second] = await Promise.all([run(), run()]);
  expect(first.state).toBe('running');
  expect(second).toEqual(first);
  expect(first.workers).toHaveLength(1);
});

test('a port taken while the server was down moves the server, and its workers follow', async () => {
  const before = await stack.start();
  await killHard(serverPid(before));
  const port = Number(before.address?.split(':')[1]);
  const intruder = createServer().listen(port, '127.0.0.1');
  onTestFinished(() => void intruder.close());
  await once(intruder, 'listening');
  const after = await stack.start();
  expect(after.state).toBe('running');
  expect(after.address).not.toBe(before.address);
  expect(workerPids(after)).not.toEqual(workerPids(before));
  for (const pid of workerPids(before)) expect(readProcessIdentity(pid)).toBeUndefined();
});

test('a server that hangs is replaced on the same database', async () => {
  const before = await stack.start({ workers: 0 });
  process.kill(serverPid(before), 'SIGSTOP');
  const after = await stack.start({ serverAnswerTimeoutMs: 500 });
  expect(after).toMatchObject({ state: 'running', address: before.address });
  expect(serverPid(after)).not.toBe(serverPid(before));
  expect(stack.messages.join()).toContain('gives no answer; replacing it');
});

test.runIf(process.platform === 'linux')(
  'a lost state file does not lead to a second server on the database',
  async () => {
    const before = await stack.start({ workers: 0 });
    await rm(join(stack.dataDirectory, 'stack.json'));
    const after = await stack.start({ workers: 0 });
    expect(after.server).toEqual(before.server);
    expect(after.address).toBe(before.address);
    await rm(join(stack.dataDirectory, 'stack.json'));
    await stack.stop();
    expect(readProcessIdentity(serverPid(before))).toBeUndefined();
  },
);

test('stop ends every process, keeps the data, and can be repeated', async () => {
  const running = await stack.start({ workers: 2 });
  const pids = [serverPid(running), ...workerPids(running)];
  const stopped = await stack.stop();
  expect(stopped).toMatchObject({ state: 'stopped', server: null, workers: [], problems: [] });
  for (const pid of pids) expect(readProcessIdentity(pid)).toBeUndefined();
  expect(await stack.stop()).toEqual(stopped);
  const again = await stack.start();
  expect(again.address).toBe(running.address);
  expect(again.workers).toHaveLength(2);
});

test('a worker that ignores SIGTERM is killed at stop', async () => {
  const running = await stack.start({ workerEnvironment: { FAKE_WORKER: 'stubborn' } });
  await stack.stop(300);
  for (const pid of workerPids(running)) expect(readProcessIdentity(pid)).toBeUndefined();
});

test('a worker that fails or never gets ready is reported with its log, and a retry works', async () => {
  const failing = stack.start({ workerEnvironment: { FAKE_WORKER: 'fails' } });
  await expect(failing).rejects.toMatchObject({
    code: 'server-start-failed',
    message: expect.stringMatching(/ended with 3.*the bundle is missing/s) as string,
  });
  const slow = stack.start({
    workerEnvironment: { FAKE_WORKER: 'slow' },
    workerReadyTimeoutMs: 800,
  });
  await expect(slow).rejects.toThrow('was not ready after 0.8 s');
  expect(await stackStatus(stack.dataDirectory)).toMatchObject({ state: 'degraded', workers: [] });
  expect(await stack.start()).toMatchObject({ state: 'running' });
});

test('a worker gets this server and nothing meant for another one', async () => {
  const { address } = await stack.start({
    workerEnvironment: { TEMPORAL_API_KEY: 'for the cloud', ASSAY_NOTE: 'kept' },
  });
  const log = await readFile(join(stack.dataDirectory, 'logs', 'worker-1.log'), 'utf8');
  const seen = JSON.parse(log) as { arguments: string[]; environment: [string, string][] };
  const environment = Object.fromEntries(seen.environment);
  expect(environment).toMatchObject({
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: 'default',
    ASSAY_DATA_DIR: stack.dataDirectory,
    ASSAY_NOTE: 'kept',
  });
  expect(environment).not.toHaveProperty('TEMPORAL_API_KEY');
  expect(seen.arguments.join(' ')).toBe(
    `--role all --pool local --data-dir ${stack.dataDirectory} --ready-file ${join(stack.dataDirectory, 'workers', '1.ready')}`,
  );
});
