import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStack } from '../../deploy/dev-server/start-stack.ts';
import { stopStack } from '../../deploy/dev-server/stop-stack.ts';

/** The embedded stack as users have it, in a data folder of its own. */
export interface BenchStack {
  readonly dataDirectory: string;
  /** Folder for tasks and results. */
  readonly folder: string;
  readonly address: string;
  readonly namespace: string;
  readonly store: string;
  /** The worker processes that live now. */
  workerPids(): readonly number[];
  /** `assay server start`: brings back what died. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export async function startBenchStack(
  workerEnvironment: Readonly<Record<string, string>> = {},
): Promise<BenchStack> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-bench-'));
  const dataDirectory = join(folder, 'data');
  const log = (message: string) => console.error(`bench: ${message}`);
  const options = { dataDirectory, log, workers: 1, workerEnvironment };
  let status = await startStack(options);
  return {
    dataDirectory,
    folder,
    address: status.address!,
    namespace: status.namespace!,
    store: status.store,
    workerPids: () => status.workers.filter(({ alive }) => alive).map(({ pid }) => pid),
    async start() {
      status = await startStack(options);
    },
    async stop() {
      await stopStack({ dataDirectory, log });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
