import { connect } from 'node:net';
import { Connection } from '@temporalio/client';

export interface HealthOptions {
  readonly address: string;
  readonly namespace: string;
  readonly timeoutMs: number;
}

/** True when the server answers for this namespace; never throws. */
export async function isHealthy(options: HealthOptions): Promise<boolean> {
  const { address, namespace, timeoutMs } = options;
  // A plain TCP attempt is decided at once, where gRPC would back off for seconds.
  if (!(await accepts(address, timeoutMs))) return false;
  const connection = Connection.lazy({ address, connectTimeout: timeoutMs });
  try {
    await connection.withDeadline(Date.now() + timeoutMs, () =>
      connection.workflowService.describeNamespace({ namespace }),
    );
    return true;
  } catch {
    return false;
  } finally {
    await connection.close();
  }
}

function accepts(address: string, timeoutMs: number): Promise<boolean> {
  const separator = address.lastIndexOf(':');
  return new Promise((resolve) => {
    const socket = connect({
      host: address.slice(0, separator),
      port: Number(address.slice(separator + 1)),
      timeout: timeoutMs,
    });
    const finish = (accepted: boolean) => {
      socket.destroy();
      resolve(accepted);
    };
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
    socket.once('timeout', () => finish(false));
  });
}
