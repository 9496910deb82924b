import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { beforeAll, describe, expect, test } from 'vitest';

const folder = fileURLToPath(new URL('./histories', import.meta.url));
const codePath = fileURLToPath(new URL('../../dist/workflow-bundle.js', import.meta.url));
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

beforeAll(() => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
});

describe('the workflows of today replay the histories of released builds', () => {
  test('every workflow and every way to end is recorded', () => {
    const kinds = ['plain', 'leased', 'two-tasks', 'over-budget', 'no-model-file', 'steered'];
    for (const kind of [...kinds, 'cancelled']) {
      expect(files.filter((name) => name.startsWith(`${kind}-evaluate-`))).not.toEqual([]);
    }
    expect(files.filter((name) => name.includes('-evaluateTask-')).length).toBeGreaterThan(5);
  });

  test.each(files)('%s', async (name) => {
    const history = JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as object;
    await Worker.runReplayHistory(
      { workflowBundle: { codePath }, replayName: name },
      history,
      workflowIdOf(history),
    );
  });

  test('a history that the code would not have made is refused', async () => {
    const name = files.find((file) => file.startsWith('plain-evaluateTask-'))!;
    const text = readFileSync(`${folder}/${name}`, 'utf8').replaceAll('"score"', '"scour"');
    const history = JSON.parse(text) as object;
    await expect(
      Worker.runReplayHistory(
        { workflowBundle: { codePath }, replayName: 'changed' },
        history,
        workflowIdOf(history),
      ),
    ).rejects.toThrow(/determinism/i);
  });
});

function workflowIdOf(history: object): string {
  const [first] = (history as { events: readonly Record<string, { workflowId?: string }>[] })
    .events;
  return first?.['workflowExecutionStartedEventAttributes']?.workflowId ?? 'evaluate/recorded';
}
