import { describe, expect, it } from 'vitest';
import { groupScores, type GroupDefinition } from '../../../../core/group-scores.ts';
import type { TaskResult } from '../../../../core/results.ts';

const metric = {
  metric: 'acc',
  aggregation: 'mean',
  weight_by_size: false,
  filter_list: ['none'],
};
const group = (changes: Partial<GroupDefinition> = {}): GroupDefinition => ({
  name: 'both',
  alias: 'Both',
  members: ['one', 'two'],
  aggregateMetrics: [metric],
  ...changes,
});
const result = (task: string, value: number, effective: number, stderr: number | string = 0.1) =>
  ({
    task,
    status: 'completed',
    metrics: { 'acc,none': value, 'acc_stderr,none': stderr },
    documents: { original: effective, effective },
  }) as unknown as TaskResult;
const results = new Map([
  ['one', result('one', 0.5, 100)],
  ['two', result('two', 1, 300)],
]);

describe('groupScores', () => {
  it('takes the plain mean of the tasks unless sizes are asked for', () => {
    expect(groupScores([group()], results)).toMatchObject({ both: { 'acc,none': 0.75 } });
    const weighted = group({ aggregateMetrics: [{ ...metric, weight_by_size: true }] });
    expect(groupScores([weighted], results)).toMatchObject({ both: { 'acc,none': 0.875 } });
  });

  it('reaches tasks through nested groups', () => {
    const inner = group({ name: 'inner', aggregateMetrics: [] });
    const outer = group({ name: 'outer', members: ['inner'] });
    expect(groupScores([outer, inner], results)).toEqual({
      outer: expect.objectContaining({ 'acc,none': 0.75 }) as unknown,
    });
  });

  it('gives no number while a task is missing or failed', () => {
    expect(groupScores([group()], new Map([['one', results.get('one')!]]))).toEqual({});
    const failed = { ...results.get('two')!, status: 'failed' as const };
    expect(groupScores([group()], new Map([...results, ['two', failed]]))).toEqual({});
  });

  it('says N/A for the error of a group whose tasks have none', () => {
    const unknown = new Map([...results, ['two', result('two', 1, 300, 'N/A')]]);
    expect(groupScores([group()], unknown)).toMatchObject({ both: { 'acc_stderr,none': 'N/A' } });
  });
});
