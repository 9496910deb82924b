import { Client } from '@temporalio/client';
import { messageOf } from '../core/errors.ts';
import { DEPLOYMENT_NAME } from './build-identity.ts';
import type { WorkerContext } from './worker-defaults.ts';

const PATIENCE_MS = 30_000;

/**
 * Makes this build the one that new evaluations start on. Only an embedded stack does this by itself:
 * on a cluster the operator promotes a build with `temporal worker deployment set-current-version`.
 */
export async function promoteBuild(
  context: WorkerContext,
  log: (message: string) => void,
): Promise<void> {
  const { connection, namespace } = context.connection;
  const client = new Client({ connection, namespace });
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      // The server knows the version only after the first poll of one of its queues.
      await client.workflowService.setWorkerDeploymentCurrentVersion({
        namespace,
        deploymentName: DEPLOYMENT_NAME,
        buildId: context.build.buildId,
        identity: context.identity,
        ignoreMissingTaskQueues: true,
      });
      return;
    } catch (error) {
      if (Date.now() > deadline) {
        log(`Cannot make build ${context.build.buildId} current: ${messageOf(error)}`);
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}
