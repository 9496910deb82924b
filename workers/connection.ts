import { NativeConnection } from '@temporalio/worker';
import { EvalError, messageOf } from '../core/errors.ts';
import { connectionSettings } from '../deploy/dev-server/connection-settings.ts';

/** A server that is only restarting comes back within this. */
const PATIENCE_MS = 60_000;

export interface WorkerConnection {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly address: string;
}

/** One connection for all workers of the process. */
export async function connectWorker(
  dataDirectory: string | undefined,
  log: (message: string) => void,
): Promise<WorkerConnection> {
  const settings = await connectionSettings(dataDirectory ? { dataDirectory } : {});
  if (!settings) {
    throw new EvalError(
      'server-unreachable',
      'Cannot start a worker: no Temporal server is known. Set TEMPORAL_ADDRESS, or run `assay server start` first.',
    );
  }
  const { address, namespace, connectionOptions } = settings;
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      const connection = await NativeConnection.connect(connectionOptions);
      return { connection, namespace, address };
    } catch (cause) {
      if (Date.now() > deadline) {
        throw new EvalError(
          'server-unreachable',
          `Cannot reach the Temporal server at ${address}: ${messageOf(cause)}. Start it (assay server start) or check TEMPORAL_ADDRESS.`,
          { cause },
        );
      }
      log(`waiting for the Temporal server at ${address} …`);
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}
