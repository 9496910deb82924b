import type { WorkerOptions } from '@temporalio/worker';
import { createFailureInterceptor } from './interceptors.ts';
import { DEPLOYMENT_NAME } from '../core/deployment-name.ts';
import type { BuildIdentity } from './build-identity.ts';
import type { WorkerConnection } from './connection.ts';

export interface WorkerContext {
  readonly connection: WorkerConnection;
  readonly build: BuildIdentity;
  readonly identity: string;
  readonly redact: (text: string) => string;
  readonly plugins: NonNullable<WorkerOptions['plugins']>;
}

/** Time an activity has to save its rows after SIGTERM before it is cancelled. */
const SHUTDOWN_GRACE = '5s';
/** After which a stuck activity no longer holds the process. */
const SHUTDOWN_FORCE = '30s';

/** Options every worker of the project shares. */
export function workerDefaults(context: WorkerContext): Omit<WorkerOptions, 'taskQueue'> {
  const { connection, build, identity, redact, plugins } = context;
  return {
    connection: connection.connection,
    namespace: connection.namespace,
    identity,
    plugins,
    interceptors: { activity: [() => ({ inbound: createFailureInterceptor(redact) })] },
    // Cancellation reaches an activity with its heartbeat: at most this late.
    maxHeartbeatThrottleInterval: '2s',
    defaultHeartbeatThrottleInterval: '2s',
    shutdownGraceTime: SHUTDOWN_GRACE,
    shutdownForceTime: SHUTDOWN_FORCE,
    workerDeploymentOptions: {
      useWorkerVersioning: true,
      version: { deploymentName: DEPLOYMENT_NAME, buildId: build.buildId },
      defaultVersioningBehavior: 'PINNED',
    },
  };
}
