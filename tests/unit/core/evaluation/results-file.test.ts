import { describe, expect, it } from 'vitest';
import {
  buildResultsFile,
  sanitizedModelName,
  stableResults,
  type ResultsParts,
} from '../../../../core/results-file.ts';
import type { TaskResult } from '../../../../core/results.ts';
import { testSpec } from '../../../support/test-spec.ts';

const result: TaskResult = {
  task: 'letters',
  alias: 'Letters',
  version: 1,
  numFewshot: 0,
  status: 'completed',
  failures: [],
  documents: { original: 10, effective: 5 },
  metrics: { 'acc,none': 0.4, 'acc_stderr,none': 0.1 },
  higherIsBetter: { acc: true },
  counts: { ok: 4, unparsed: 1, refused: 0, failed: 0, skipped: 0 },
  categories: {},
  usage: { calls: 5, inputTokens: 50, outputTokens: 10, reasoningTokens: 2 },
  taskHash: 'f00d',
  timing: { latencyMs: null, ttftMs: null, tpotMs: null, latencyHistogram: [] },
};

function parts(changes: Partial<ResultsParts> = {}): ResultsParts {
  return {
    spec: testSpec('file:///tmp/x', { model: { id: 'mock', args: {} }, tasks: ['letters'] }),
    model: { name: 'org/family/model-1', key: 'abc' },
    status: 'completed',
    tasks: [{ task: 'letters', state: 'completed', config: { task: 'letters' }, result }],
    groups: {},
    groupResults: {},
    failures: [],
    software: { version: '0.1.0', gitHash: 'cafe', node: 'v20' },
    buildId: '0.1.0-x',
    sourceRunId: undefined,
    startedAt: 100,
    endedAt: 160,
    ...changes,
  };
}

describe('the results file', () => {
  it('names the files for the servers of benchmarks, and only where there are some', () => {
    const submission = { files: ['letters/submission.json'], records: 4, missing: 1 };
    const task = {
      task: 'letters',
      state: 'completed',
      config: {},
      result: { ...result, submission },
    };
    expect(buildResultsFile(parts({ tasks: [task] }))['submissions']).toEqual({
      letters: submission,
    });
    expect(buildResultsFile(parts())).not.toHaveProperty('submissions');
  });

  it('has the blocks that users of lmms-eval read', () => {
    const file = buildResultsFile(parts());
    expect(file).toMatchObject({
      results: { letters: { alias: 'Letters', 'acc,none': 0.4, 'acc_stderr,none': 0.1 } },
      group_subtasks: {},
      configs: { letters: { task: 'letters' } },
      versions: { letters: 1 },
      'n-shot': { letters: 0 },
      higher_is_better: { letters: { acc: true } },
      'n-samples': { letters: { original: 10, effective: 5 } },
      model_name_sanitized: 'family__model-1',
      task_hashes: { letters: 'f00d' },
      date: 100,
      total_evaluation_time_seconds: '60',
      usage: { total: { input_tokens: 50, output_tokens: 10, total_tokens: 60, n_api_calls: 5 } },
    });
  });

  it('differs between two equal runs in volatile keys only', () => {
    const other = parts({ startedAt: 900, endedAt: 990, buildId: 'y' });
    const again = {
      ...other,
      spec: { ...other.spec, runId: 'z', submittedAt: 'later', user: 'u' },
    };
    const [first, second] = [buildResultsFile(parts()), buildResultsFile(again)];
    expect(second).not.toEqual(first);
    expect(JSON.stringify(stableResults(second))).toBe(JSON.stringify(stableResults(first)));
  });

  it('shows a task without a result by its state and without a number', () => {
    const tasks = [{ task: 'letters', state: 'cancelled', config: {}, result: undefined }];
    const file = buildResultsFile(parts({ tasks, status: 'cancelled' }));
    expect(file['results']).toEqual({});
    expect(file['tasks']).toEqual({ letters: { state: 'cancelled', failures: [] } });
    expect(file['status']).toBe('cancelled');
  });
});

it('sanitises model names to the last two path parts', () => {
  expect(sanitizedModelName('Qwen/Qwen2.5-VL-3B-Instruct')).toBe('Qwen__Qwen2.5-VL-3B-Instruct');
  expect(sanitizedModelName('/data/checkpoints/run 7/step-100/')).toBe('run__7__step-100');
});
