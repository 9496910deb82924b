import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { readProcessIdentity, terminate } from '../../deploy/dev-server/process-identity.ts';
import { startStack } from '../../deploy/dev-server/start-stack.ts';
import { stopStack } from '../../deploy/dev-server/stop-stack.ts';
import type { StackStatus } from '../../deploy/dev-server/stack-status.ts';
import { cpuMs, peakMemoryMb } from './process-usage.ts';

/** The embedded stack as users have it, in a data folder of its own. */
export interface BenchStack {
  readonly dataDirectory: string;
  /** For tasks and results; goes away with the stack. */
  readonly folder: string;
  readonly client: Client;
  /** The worker processes that live now. */
  workerPids(): readonly number[];
  /** CPU time of server and workers so far. */
  cpuMs(): { readonly server: number; readonly workers: number };
  /** The largest worker's peak. */
  workerMemoryMb(): number;
  /** SIGKILL to every worker; resolves when all are gone. */
  killWorkers(): Promise<void>;
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
  const stop = async () => {
    await stopStack({ dataDirectory, log });
    rmSync(folder, { recursive: true, force: true });
  };
  let status: StackStatus;
  const start = async () => {
    status = await startStack({ dataDirectory, log, workers: 1, workerEnvironment });
  };
  try {
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  const connection = await Connection.connect({ address: status!.address! });
  const workerPids = () => status.workers.filter(({ alive }) => alive).map(({ pid }) => pid);
  return {
    dataDirectory,
    folder,
    client: new Client({ connection, namespace: status!.namespace! }),
    workerPids,
    cpuMs: () => ({
      server: cpuMs(status.server!.pid),
      workers: workerPids().reduce((sum, pid) => sum + cpuMs(pid), 0),
    }),
    workerMemoryMb: () => Math.max(...workerPids().map(peakMemoryMb)),
    async killWorkers() {
      const workers = workerPids().flatMap((pid) => readProcessIdentity(pid) ?? []);
      await Promise.all(
        workers.map((worker) => terminate(worker, { graceMs: 5_000, firstSignal: 'SIGKILL' })),
      );
    },
    start,
    async stop() {
      await connection.close();
      await stop();
    },
  };
}
