import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  expectEachOnce,
  expectNothingRuns,
  faultSpec,
  printFigures,
  printLogsOnFailure,
  resumeToEnd,
  runToEnd,
  stableText,
} from '../../support/fault-runs.ts';
import { startS3Proxy, type S3Proxy } from '../../support/fault-s3-proxy.ts';
import { S3_START_TIMEOUT_MS, startS3Server, type S3Server } from '../../support/s3-server.ts';
import { startTestStack, type TestStack } from '../../support/test-stack.ts';
import { writeTextTask } from '../../support/text-task.ts';

const DOCUMENTS = 400;
const WRONG_SECRET = 'canary-wrong-secret-77c2';
const FAILS_FAST_MS = 15_000;
const RATES = {
  seed: 8,
  status503: 0.1,
  slow: 0.05,
  slowMs: 400,
  resetBefore: 0.03,
  resetAfter: 0.03,
  truncated: 0.08,
  conflict: 0.1,
} as const;

describe('an S3 store that fails (F8)', () => {
  let s3: S3Server;
  let proxy: S3Proxy;
  let stack: TestStack;
  let include: string;
  const proxied = () => s3.url.replaceAll(s3.endpoint, proxy.endpoint);
  printLogsOnFailure(() => stack);

  beforeAll(async () => {
    s3 = await startS3Server();
    proxy = await startS3Proxy(s3.endpoint, RATES);
    stack = await startTestStack({
      workers: 2,
      store: s3.url,
      environment: s3.environment,
    });
    include = writeTextTask(stack.folder, { name: 'letters', documents: DOCUMENTS });
  }, S3_START_TIMEOUT_MS);
  afterAll(async () => {
    await stack?.stop();
    await proxy?.stop();
    await s3?.stop();
  });

  const spec = () =>
    faultSpec(stack, {
      model: { id: 'mock', args: { mode: 'hash', latency_ms: 40, num_concurrent: 8 } },
      tasks: ['letters'],
      includePaths: [include],
    });

  test('completes with the same bytes through 503, resets, cut bodies, delays and conflicts', async () => {
    const undisturbed = await runToEnd(stack, spec());
    expect(undisturbed.result.status).toBe('completed');

    const disturbed = await runToEnd(stack, { ...spec(), store: proxied() });
    expect(disturbed.result.failures).toEqual([]);
    expect(disturbed.result.status).toBe('completed');
    // Read behind the proxy's back: what is checked is what was stored.
    const rows = await expectEachOnce(stack, disturbed.runId, 'letters', DOCUMENTS);
    expect(rows.every((row) => row.status === 'ok')).toBe(true);
    expect(stableText(disturbed)).toBe(stableText(undisturbed));
    const byFault = proxy.byFault();
    for (const fault of ['status503', 'slow', 'resetBefore', 'resetAfter', 'truncated'] as const) {
      expect(byFault[fault]).toBeGreaterThan(0);
    }
    printFigures('F8 s3', {
      documents: DOCUMENTS,
      requests: proxy.requests(),
      byFault: JSON.stringify(byFault),
      undisturbedMs: undisturbed.tookMs,
      disturbedMs: disturbed.tookMs,
    });
  });

  test('says so in one sentence when its credentials are refused, and resumes with right ones', async () => {
    await Promise.all(stack.workers.map((worker) => worker.stop()));
    const refusedWorker = await stack.addWorker({ AWS_SECRET_ACCESS_KEY: WRONG_SECRET });
    const refused = await runToEnd(stack, spec());
    expect(refused.result.status).toBe('failed');
    expect(refused.result.failures.map(({ code }) => code)).toEqual(['store-denied']);
    const { message } = refused.result.failures[0]!;
    expect(message).toMatch(/^Cannot \w+ \S+ in bucket .*AWS_SECRET_ACCESS_KEY/);
    expect(message).toContain(s3.bucket);
    expect(message).not.toContain(WRONG_SECRET);
    expect(refusedWorker.log()).not.toContain(WRONG_SECRET);
    expect(refused.tookMs).toBeLessThan(FAILS_FAST_MS);
    await expectNothingRuns(stack, refused.runId, ['letters']);

    await refusedWorker.stop();
    await stack.addWorker();
    const resumed = await resumeToEnd(stack, refused.runId);
    expect(resumed.result.status).toBe('completed');
    await expectEachOnce(stack, refused.runId, 'letters', DOCUMENTS);
    printFigures('F8 credentials', { failedAfterMs: refused.tookMs, resumedMs: resumed.tookMs });
  });
});
