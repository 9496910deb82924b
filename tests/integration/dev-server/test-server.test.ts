import { existsSync } from 'node:fs';
import { NativeConnection, Worker } from '@temporalio/worker';
import { expect, onTestFinished, test } from 'vitest';
import { readProcessIdentity } from '../../../deploy/dev-server/process-identity.ts';
import { startTemporal } from '../../support/temporal-server.ts';
import { withClient } from './stack-fixture.ts';

test('the test server keeps its workflows and address over kill and restart', async () => {
  const temporal = await startTemporal();
  onTestFinished(() => temporal.stop());
  const { address, pid } = temporal;
  await withClient(address, async ({ workflow }) => {
    await workflow.start('waits', { taskQueue: 'nobody', workflowId: 'survivor', args: [] });
  });
  await temporal.kill();
  expect(readProcessIdentity(pid)).toBeUndefined();
  await temporal.restart();
  expect(temporal.pid).not.toBe(pid);
  expect(temporal.address).toBe(address);
  const { status } = await withClient(address, ({ workflow }) =>
    workflow.getHandle('survivor').describe(),
  );
  expect(status.name).toBe('RUNNING');
  await temporal.stop();
  expect(readProcessIdentity(temporal.pid)).toBeUndefined();
  expect(existsSync(temporal.dataDirectory)).toBe(false);
});

test('a worker deployment can be made current without further server settings', async () => {
  const temporal = await startTemporal({ database: 'memory' });
  onTestFinished(() => temporal.stop());
  const connection = await NativeConnection.connect({ address: temporal.address });
  onTestFinished(() => connection.close());
  const version = { deploymentName: 'assay', buildId: 'build-1' };
  const worker = await Worker.create({
    connection,
    taskQueue: 'versioned',
    activities: { answer: async () => 42 },
    workerDeploymentOptions: {
      useWorkerVersioning: true,
      version,
      defaultVersioningBehavior: 'PINNED',
    },
  });
  await worker.runUntil(async () => {
    await withClient(temporal.address, async ({ connection: { workflowService } }) => {
      const request = { namespace: temporal.namespace, ...version, identity: 'test' };
      // The server learns of a version when its first poll arrives.
      await expect
        .poll(() => workflowService.setWorkerDeploymentCurrentVersion(request).then(() => 'set'), {
          timeout: 20_000,
          interval: 250,
        })
        .toBe('set');
      const { workerDeploymentInfo } = await workflowService.describeWorkerDeployment({
        namespace: temporal.namespace,
        deploymentName: 'assay',
      });
      expect(workerDeploymentInfo?.routingConfig?.currentDeploymentVersion).toMatchObject(version);
    });
  });
});

test('further dynamic settings reach the server', async () => {
  const temporal = await startTemporal({
    database: 'memory',
    dynamicConfig: { 'limit.maxIDLength': '60' },
  });
  onTestFinished(() => temporal.stop());
  const attempt = withClient(temporal.address, ({ workflow }) =>
    workflow.start('waits', { taskQueue: 'q', workflowId: 'x'.repeat(61), args: [] }),
  );
  await expect(attempt).rejects.toThrow();
  await withClient(temporal.address, ({ workflow }) =>
    workflow.start('waits', { taskQueue: 'q', workflowId: 'x'.repeat(60), args: [] }),
  );
});
