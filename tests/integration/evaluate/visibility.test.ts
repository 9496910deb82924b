import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestStack, type TestStack } from '../../support/test-stack.ts';
import { testSpec } from '../../support/test-spec.ts';
import { writeTextTask } from '../../support/text-task.ts';

describe('a run on the server', () => {
  let stack: TestStack;
  beforeAll(async () => {
    stack = await startTestStack();
  });
  afterAll(() => stack.stop());

  test('can be found by model, task and user, carries its priority and is pinned to its build', async () => {
    const include = writeTextTask(stack.folder, { name: 'seen', documents: 10 });
    const model = { id: 'mock', args: { mode: 'hash' } };
    const spec = testSpec(stack.storeUrl, {
      model,
      tasks: ['seen'],
      includePaths: [include],
      priority: 2,
      fairnessKey: 'team-red',
      user: 'ada',
    });
    await stack.evaluations.start(spec);
    await stack.evaluations.result(spec.runId);
    const { raw, searchAttributes } = await stack.client.workflow
      .getHandle(`evaluate/${spec.runId}`)
      .describe();
    expect(searchAttributes).toMatchObject({
      EvalModel: ['mock'],
      EvalRun: [spec.runId],
      EvalUser: ['ada'],
      EvalTasks: ['seen'],
      EvalStage: ['finished'],
      EvalProgressPct: [100],
      EvalScore: [expect.any(Number)],
      EvalGitCommit: [expect.stringMatching(/^[0-9a-f]{40}$|^unknown$/)],
    });
    const info = raw.workflowExecutionInfo!;
    expect(info.priority).toMatchObject({ priorityKey: 2, fairnessKey: 'team-red' });
    expect(info.versioningInfo?.deploymentVersion?.deploymentName).toBe('assay');
    const buildId = info.versioningInfo?.deploymentVersion?.buildId;
    const results = await stack.evaluations.result(spec.runId);
    expect(results.results['execution']).toMatchObject({ build_id: buildId });

    const query = 'EvalModel = "mock" AND EvalTasks = "seen" AND EvalUser = "ada"';
    const deadline = Date.now() + 10_000;
    let found: string[] = [];
    while (found.length === 0 && Date.now() < deadline) {
      for await (const { workflowId } of stack.client.workflow.list({ query })) {
        found = [...found, workflowId];
      }
    }
    expect(found).toEqual([`evaluate/${spec.runId}`]);
    const [listed] = await stack.evaluations.list(5);
    expect(listed).toMatchObject({ runId: spec.runId, status: 'completed', done: 10, total: 10 });
  });

  test('of a taken name is refused and the first one is left alone', async () => {
    const include = writeTextTask(stack.folder, { name: 'twice', documents: 5 });
    const model = { id: 'mock', args: { mode: 'hash' } };
    const spec = testSpec(stack.storeUrl, { model, tasks: ['twice'], includePaths: [include] });
    await stack.evaluations.start(spec);
    await stack.evaluations.result(spec.runId);
    await expect(stack.evaluations.start(spec)).rejects.toThrow(/a run of that name exists/);
    expect((await stack.evaluations.result(spec.runId)).status).toBe('completed');
  });
});
