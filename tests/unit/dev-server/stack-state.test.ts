import { cp, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  emptyStackState,
  readStackState,
  writeStackState,
} from '../../../deploy/dev-server/stack-state.ts';
import { stackStatus } from '../../../deploy/dev-server/stack-status.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const gone = { pid: 2 ** 22 + 1, startTime: 'an earlier life' };

async function stateWithDeadStack(directory: string) {
  const server = {
    ...gone,
    address: '127.0.0.1:7233',
    namespace: 'default',
    uiUrl: 'http://127.0.0.1:8233',
    binary: '/bin/temporal',
    dynamicConfig: {},
  };
  const worker = { ...gone, index: 1, role: 'all', logFile: 'x', address: '127.0.0.1:7233' };
  return { ...(await emptyStackState(directory)), server, workers: [worker] };
}

test('what was written is read again, and only the owner may read the file', async () => {
  const directory = await temporaryDirectory();
  const state = await stateWithDeadStack(directory);
  await writeStackState(state);
  expect(await readStackState(directory)).toEqual({ state });
  expect((await stat(join(directory, 'stack.json'))).mode & 0o777).toBe(0o600);
  expect(await readdir(directory)).toEqual(['stack.json']);
});

test('a folder without a stack has no state and no problem', async () => {
  const directory = await temporaryDirectory();
  expect(await readStackState(directory)).toEqual({ state: undefined });
  const status = await stackStatus(join(directory, 'never-made'));
  expect(status).toMatchObject({ state: 'stopped', server: null, workers: [], problems: [] });
});

test.each(['', '{"version":1', '[]', 'null', '{"version":1,"workers":[{}]}', '{"version":2}'])(
  'a damaged state file %j is ignored with a problem that names it',
  async (text) => {
    const directory = await temporaryDirectory();
    await writeFile(join(directory, 'stack.json'), text);
    const { state, problem } = await readStackState(directory);
    expect(state).toBeUndefined();
    expect(problem).toContain(join(directory, 'stack.json'));
  },
);

test('a copied data directory does not claim the processes of the original', async () => {
  const [original, copy] = [await temporaryDirectory(), await temporaryDirectory()];
  await writeStackState(await emptyStackState(original));
  await cp(original, copy, { recursive: true });
  const { state, problem } = await readStackState(copy);
  expect(state).toBeUndefined();
  expect(problem).toContain('copied or moved');
});

test('a state file on a missing folder is refused with a sentence', async () => {
  const directory = join(await temporaryDirectory(), 'missing');
  await expect(writeStackState(await emptyStackState(directory))).rejects.toThrow(
    /Cannot record the running stack/,
  );
});

test('a stack whose processes are all dead is stopped, and the status says who died', async () => {
  const directory = await temporaryDirectory();
  await writeStackState(await stateWithDeadStack(directory));
  const status = await stackStatus(directory);
  expect(status.state).toBe('stopped');
  expect(status.server).toEqual({ pid: gone.pid, alive: false });
  expect(status.workers).toEqual([{ pid: gone.pid, alive: false, role: 'all' }]);
  expect(status.store).toBe(`file://${directory}`);
  expect(status.problems.join()).toContain(`Worker ${gone.pid} is dead`);
  expect(JSON.parse(JSON.stringify(status))).toEqual(status);
});
