import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { randomPorts } from '../../../deploy/dev-server/choose-ports.ts';
import { emptyStackState, writeStackState } from '../../../deploy/dev-server/stack-state.ts';
import { startStack } from '../../../deploy/dev-server/start-stack.ts';
import type { StartStackOptions } from '../../../deploy/dev-server/start-stack.ts';
import { stackStatus } from '../../../deploy/dev-server/stack-status.ts';
import { stopStack } from '../../../deploy/dev-server/stop-stack.ts';

export const fakeWorkerCommand = [
  process.execPath,
  '--import',
  import.meta.resolve('tsx'),
  fileURLToPath(new URL('fake-worker.ts', import.meta.url)),
];

export interface StackFixture {
  readonly dataDirectory: string;
  readonly messages: string[];
  start(options?: Partial<StartStackOptions>): ReturnType<typeof startStack>;
  stop(workerGraceMs?: number): ReturnType<typeof stopStack>;
  dispose(): Promise<void>;
}

/** A stack in a folder of its own, whose first ports are ones that nobody else uses. */
export async function createStack(folderName = 'data'): Promise<StackFixture> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'assay-stack-')));
  const dataDirectory = join(root, folderName);
  const messages: string[] = [];
  const log = (message: string) => void messages.push(message);
  await prepare(dataDirectory);
  const stop = (workerGraceMs = 5_000) => stopStack({ dataDirectory, log, workerGraceMs });
  return {
    dataDirectory,
    messages,
    start: (options = {}) =>
      startStack({ dataDirectory, log, workerCommand: fakeWorkerCommand, ...options }),
    stop,
    dispose: async () => {
      const { server } = await stackStatus(dataDirectory);
      // A graceful stop takes the server a second, which no test needs here.
      if (server?.alive) process.kill(server.pid, 'SIGKILL');
      await stop(0);
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** As if a stack had run here before on these ports. */
async function prepare(dataDirectory: string): Promise<void> {
  await mkdir(dataDirectory, { recursive: true });
  const state = await emptyStackState(dataDirectory);
  await writeStackState({ ...state, ports: await randomPorts() });
}

export async function withClient<T>(
  address: string | null,
  action: (client: Client) => Promise<T>,
): Promise<T> {
  if (address === null) throw new Error('the stack has no address');
  const connection = await Connection.connect({ address });
  try {
    return await action(new Client({ connection }));
  } finally {
    await connection.close();
  }
}
