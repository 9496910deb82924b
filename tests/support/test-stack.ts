import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { createStoreCache } from '../../activities/artifacts/store-cache.ts';
import type { ArtifactStore } from '../../activities/artifacts/artifact-store.ts';
import type { EvaluationClient } from '../../client/evaluation-client.ts';
import { createEvaluationClient } from '../../client/evaluations.ts';
import { spawnWorker, type SpawnedWorker } from './spawn-worker.ts';
import { startTemporal, type TestTemporal } from './temporal-server.ts';

export interface TestStackOptions {
  readonly workers?: number;
  readonly roles?: string;
  /** Default: a `file://` folder of its own. */
  readonly store?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly dynamicConfig?: Readonly<Record<string, string>>;
  /** `memory` is faster, for tests that kill no server. Default `file`. */
  readonly database?: 'file' | 'memory';
}

/** A real Temporal server, real worker processes, and the product's own client to them. */
export interface TestStack {
  readonly temporal: TestTemporal;
  readonly client: Client;
  readonly evaluations: EvaluationClient;
  readonly storeUrl: string;
  readonly store: ArtifactStore;
  /** Folder for the test's own files; goes away with the stack. */
  readonly folder: string;
  readonly workers: SpawnedWorker[];
  addWorker(environment?: Readonly<Record<string, string>>): Promise<SpawnedWorker>;
  stop(): Promise<void>;
}

export async function startTestStack(options: TestStackOptions = {}): Promise<TestStack> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-test-'));
  const temporal = await startTemporal({
    ...(options.dynamicConfig ? { dynamicConfig: options.dynamicConfig } : {}),
    ...(options.database ? { database: options.database } : {}),
  });
  const storeUrl = options.store ?? pathToFileURL(join(folder, 'store')).href;
  const workers: SpawnedWorker[] = [];
  const addWorker = async (environment: Readonly<Record<string, string>> = {}) => {
    const worker = await spawnWorker({
      address: temporal.address,
      folder,
      name: `worker-${workers.length}`,
      roles: options.roles ?? 'all',
      environment: { ...options.environment, ...environment },
    });
    workers.push(worker);
    return worker;
  };
  try {
    for (let count = 0; count < (options.workers ?? 1); count += 1) await addWorker();
  } catch (error) {
    // Nobody will stop a stack that did not come to be.
    await Promise.all(workers.map((worker) => worker.stop()));
    await temporal.stop();
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  const connection = await Connection.connect({ address: temporal.address });
  const client = new Client({ connection, namespace: temporal.namespace });
  // The client reads the store with the same credentials as the workers.
  for (const [name, value] of Object.entries(options.environment ?? {})) process.env[name] = value;
  const openStore = createStoreCache();
  let runs = 0;
  const evaluations = createEvaluationClient({
    client,
    openStore,
    defaultStore: storeUrl,
    newRunId: () => `test-new-${(runs += 1)}`,
    close: () => connection.close(),
  });
  return {
    temporal,
    client,
    evaluations,
    storeUrl,
    store: openStore(storeUrl),
    folder,
    workers,
    addWorker,
    async stop() {
      await Promise.all(workers.map((worker) => worker.stop()));
      await connection.close();
      await temporal.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
