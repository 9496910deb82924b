import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { DEPLOYMENT_NAME } from '../core/deployment-name.ts';
import type { RunHandle } from './find-run.ts';

const { PinnedOverrideBehavior } = proto.temporal.api.workflow.v1.VersioningOverride;

/**
 * Moves a run and its tasks to the build that workers run now, if they are pinned to another one.
 * Returns whether anything was moved.
 */
export async function moveToCurrentBuild(client: Client, run: RunHandle): Promise<boolean> {
  const { namespace } = client.options;
  const deployment = await client.workflowService.describeWorkerDeployment({
    namespace,
    deploymentName: DEPLOYMENT_NAME,
  });
  const current =
    deployment.workerDeploymentInfo?.routingConfig?.currentDeploymentVersion?.buildId ?? undefined;
  if (current === undefined) return false;
  let moved = false;
  const prefix = run.workflow.workflowId;
  const query = `WorkflowId STARTS_WITH "${prefix}" AND ExecutionStatus = "Running"`;
  for await (const { workflowId } of client.workflow.list({ query })) {
    if (workflowId !== prefix && !workflowId.startsWith(`${prefix}/`)) continue;
    const { raw } = await client.workflow.getHandle(workflowId).describe();
    const version = raw.workflowExecutionInfo?.versioningInfo?.deploymentVersion;
    if (!version?.buildId || version.buildId === current) continue;
    await client.workflowService.updateWorkflowExecutionOptions({
      namespace,
      workflowExecution: { workflowId },
      workflowExecutionOptions: {
        versioningOverride: {
          pinned: {
            behavior: PinnedOverrideBehavior.PINNED_OVERRIDE_BEHAVIOR_PINNED,
            version: { deploymentName: DEPLOYMENT_NAME, buildId: current },
          },
        },
      },
      updateMask: { paths: ['versioning_override'] },
    });
    moved = true;
  }
  return moved;
}
