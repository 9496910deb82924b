import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestStack, type TestStack } from '../../support/test-stack.ts';
import { testSpec } from '../../support/test-spec.ts';
import { writeTextTask } from '../../support/text-task.ts';

/** Ports nobody listens on right now. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}

describe('one telemetry option', () => {
  let stack: TestStack;
  let collector: Server;
  let metricsPort: number;
  const traces: string[] = [];

  beforeAll(async () => {
    collector = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        if (request.url === '/v1/traces') traces.push(Buffer.concat(chunks).toString());
        response.end('{}');
      });
    });
    await new Promise<void>((resolve) => {
      collector.listen(0, '127.0.0.1', resolve);
    });
    const otlp = `otlp+http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
    metricsPort = await freePort();
    const telemetry = `prometheus://127.0.0.1:${metricsPort},${otlp}`;
    stack = await startTestStack({ environment: { ASSAY_TELEMETRY: telemetry } });
  });
  afterAll(async () => {
    delete process.env['ASSAY_TELEMETRY'];
    await stack.stop();
    collector.close();
  });

  test('serves metrics to Prometheus and sends spans of workflows and activities', async () => {
    const include = writeTextTask(stack.folder, { name: 'traced', documents: 20 });
    const model = { id: 'mock', args: { mode: 'hash' } };
    const spec = testSpec(stack.storeUrl, { model, tasks: ['traced'], includePaths: [include] });
    await stack.evaluations.start(spec);
    expect((await stack.evaluations.result(spec.runId)).status).toBe('completed');
    const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    expect(metrics).toMatch(
      /temporal_activity_execution_latency\w*_count\{[^}]*activity_type="infer"/,
    );
    expect(metrics).toContain('temporal_worker_task_slots_available');
    const deadline = Date.now() + 15_000;
    const sent = () => traces.join('');
    while (!sent().includes('RunActivity:gather') && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    const names = [...sent().matchAll(/"name":"(Run\w+:\w+)"/g)].map(([, name]) => name);
    expect(names).toContain('RunWorkflow:evaluateTask');
    expect(names).toContain('RunActivity:infer');
  });
});
