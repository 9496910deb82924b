import { Client } from '@temporalio/client';
import { messageOf } from '../core/errors.ts';
import { DEPLOYMENT_NAME } from '../core/deployment-name.ts';
import type { WorkerContext } from './worker-defaults.ts';

const PATIENCE_MS = 30_000;

/**
 * Makes this build the one that new evaluations start on: always in an embedded stack, on a cluster
 * only when there is none yet. Later builds are promoted there by the operator, with
 * `temporal worker deployment set-current-version`.
 */
export async function promoteBuild(
  context: WorkerContext,
  isEmbedded: boolean,
  log: (message: string) => void,
): Promise<void> {
  const { connection, namespace } = context.connection;
  const client = new Client({ connection, namespace });
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      if (!isEmbedded && (await currentBuild(client))) return;
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

/** undefined for a deployment that the server does not know yet. */
async function currentBuild(client: Client): Promise<string | undefined> {
  const { namespace } = client.options;
  try {
    const { workerDeploymentInfo } = await client.workflowService.describeWorkerDeployment({
      namespace,
      deploymentName: DEPLOYMENT_NAME,
    });
    return workerDeploymentInfo?.routingConfig?.currentDeploymentVersion?.buildId || undefined;
  } catch {
    return undefined;
  }
}
