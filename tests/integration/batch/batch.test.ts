import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  startFakeBatchServer,
  type FakeBatchServer,
  type FakeBatchServerOptions,
} from '../../support/fake-batch-server.ts';
import {
  countsOf,
  expectEachOnce,
  expectNothingRuns,
  faultSpec,
  printLogsOnFailure,
  resumeToEnd,
  runToEnd,
  stableText,
  waitUntil,
} from '../../support/fault-runs.ts';
import { startTestStack, type TestStack } from '../../support/test-stack.ts';
import { writeTextTask } from '../../support/text-task.ts';

const DOCUMENTS = 60;
const PER_BATCH = 25;

const APIS = [
  { id: 'openai_compatible', secret: 'OPENAI_API_KEY' },
  { id: 'anthropic', secret: 'ANTHROPIC_API_KEY' },
] as const;

describe.each(APIS)('batch mode of $id', ({ id, secret }) => {
  let stack: TestStack;
  let include: string;
  let server: FakeBatchServer | undefined;
  printLogsOnFailure(() => stack);

  beforeAll(async () => {
    stack = await startTestStack({ environment: { [secret]: 'a-key-for-tests' } });
    include = writeTextTask(stack.folder, { name: 'letters', documents: DOCUMENTS });
  });
  afterEach(async () => {
    await server?.stop();
    server = undefined;
  });
  afterAll(() => stack?.stop());

  const start = async (options: FakeBatchServerOptions = {}) => {
    server = await startFakeBatchServer(options);
    const spec = faultSpec(stack, {
      model: {
        id,
        args: {
          model: 'fake-model',
          base_url: server.baseUrl,
          batch: true,
          batch_documents: PER_BATCH,
          batch_poll_s: 0.1,
          retry_backoff_s: 0.05,
        },
      },
      tasks: ['letters'],
      includePaths: [include],
      maxFailedFraction: 1,
    });
    return { server, spec };
  };

  test('sends one batch per shard and attributes every answer by its id', async () => {
    const { server: own, spec } = await start({ endsAtOnce: true });
    const run = await runToEnd(stack, spec);
    expect(run.result.status).toBe('completed');
    const rows = await expectEachOnce(stack, run.runId, 'letters', DOCUMENTS);
    const expected = rows.map(({ doc }) => 'ABCDE'.charAt((doc * 7 + (doc % 3)) % 5));
    expect(rows.map(({ output }) => output)).toEqual(expected);
    expect(own.batches.map(({ questions }) => questions.length).sort((a, b) => a - b)).toEqual([
      10, 25, 25,
    ]);
    expect(own.asked()).toBe(0);
    expect(countsOf(run.result, 'letters')).toMatchObject({ failed: 0 });
  });

  test('asks again what expired, what was lost and what met an overload', async () => {
    const first = new Set<string>();
    const { server: own, spec } = await start({
      endsAtOnce: true,
      outcome: ({ text }, batch) => {
        // By the first batch that holds the question, whatever its number.
        if (first.has(`${batch.id} ${text}`)) return faultOf(text);
        const isNew = ![...first].some((each) => each.endsWith(` ${text}`));
        if (isNew) first.add(`${batch.id} ${text}`);
        return isNew ? faultOf(text) : 'answered';
      },
    });
    const run = await runToEnd(stack, spec);
    expect(run.result.status).toBe('completed');
    const rows = await expectEachOnce(stack, run.runId, 'letters', DOCUMENTS);
    expect(rows.filter(({ status }) => status !== 'ok')).toEqual([]);
    expect(rows.filter(({ attempts }) => attempts === 2).map(({ doc }) => doc)).toEqual(
      rows.map(({ doc }) => doc).filter((doc) => doc % 5 === 0),
    );
    expect(own.batches).toHaveLength(6);
  });

  test('gives each question that stays without an answer its own status', async () => {
    let isMended = false;
    const { server: own, spec } = await start({
      endsAtOnce: true,
      outcome: ({ text }) =>
        isMended
          ? 'answered'
          : text.includes('Question 3:')
            ? 'expired'
            : text.includes('Question 4:')
              ? 'rejected'
              : 'answered',
    });
    const run = await runToEnd(stack, spec);
    const rows = await expectEachOnce(stack, run.runId, 'letters', DOCUMENTS);
    const failed = rows.filter(({ status }) => status === 'failed');
    expect(failed.map(({ doc, error }) => [doc, error?.code])).toEqual([
      [3, 'timed-out'],
      [4, 'endpoint-rejected-request'],
    ]);
    // Three tries of the one, a single one of the other.
    expect(own.batches).toHaveLength(5);

    isMended = true;
    const resumed = await resumeToEnd(stack, run.runId, true);
    expect(countsOf(resumed.result, 'letters')).toMatchObject({ ok: DOCUMENTS, failed: 0 });
    expect(own.batches.map(({ questions }) => questions.length).slice(5)).toEqual([2]);
  });

  test('a cancelled run cancels its batches, and a resumed one asks the rest again', async () => {
    const { server: own, spec } = await start();
    await stack.evaluations.start(spec);
    await waitUntil('the batches', () => own.batches.length === 3);
    await stack.evaluations.cancel(spec.runId);
    await waitUntil('the end', async () => {
      const { status } = await stack.evaluations.result(spec.runId);
      return status === 'cancelled';
    });
    await expectNothingRuns(stack, spec.runId, ['letters']);
    expect(own.batches.map(({ isCancelled }) => isCancelled)).toEqual([true, true, true]);

    const resumed = resumeToEnd(stack, spec.runId);
    await waitUntil('new batches', () => own.batches.length === 6);
    own.endAll();
    const run = await resumed;
    expect(run.result.status).toBe('completed');
    const rows = await expectEachOnce(stack, run.runId, 'letters', DOCUMENTS);
    expect(rows.filter(({ status }) => status !== 'ok')).toEqual([]);
  });

  test('a paused run leaves its batches alone and finds them again', async () => {
    const { server: own, spec } = await start();
    await stack.evaluations.start(spec);
    await waitUntil('the batches', () => own.batches.length === 3);
    await stack.evaluations.pause(spec.runId);
    own.endAll();
    await stack.evaluations.continue(spec.runId);
    const result = await stack.evaluations.result(spec.runId);
    expect(result.status).toBe('completed');
    expect(own.batches).toHaveLength(3);
    await expectEachOnce(stack, spec.runId, 'letters', DOCUMENTS);
    const again = await runToEnd(stack, { ...(await start({ endsAtOnce: true })).spec });
    expect(countsOf(again.result, 'letters')).toEqual(countsOf(result, 'letters'));
    expect(stableText(again).length).toBeGreaterThan(0);
  });
});

/** Every fifth question meets one of the faults the first time. */
function faultOf(text: string) {
  const index = Number(/Question (\d+)/.exec(text)?.[1] ?? 0);
  if (index % 5 !== 0) return 'answered' as const;
  return (['expired', 'lost', 'overloaded'] as const)[(index / 5) % 3]!;
}
