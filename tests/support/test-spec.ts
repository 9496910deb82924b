import { randomBytes } from 'node:crypto';
import type { EvaluationSpec } from '../../core/spec.ts';

export const TEST_REASONING_TAGS = [['<think>', '</think>']] as const;

/** A small specification with the command line's own defaults; tests say only what they mean. */
export function testSpec(
  store: string,
  changes: Partial<EvaluationSpec> & Pick<EvaluationSpec, 'model' | 'tasks'>,
): EvaluationSpec {
  return {
    runId: `test-${randomBytes(5).toString('hex')}`,
    includePaths: [],
    store,
    offset: 0,
    repeats: 1,
    batchSize: 16,
    generation: {},
    reasoningTags: TEST_REASONING_TAGS,
    seeds: { python: 0, numpy: 1234, torch: 1234, fewshot: 1234 },
    predictOnly: false,
    maxFailedFraction: 0.05,
    window: 8,
    taskWindow: 4,
    leases: 1,
    pool: 'local',
    priority: 3,
    fairnessKey: 'tests',
    user: 'tests',
    submittedAt: '2026-01-02T03:04:05.000Z',
    resolvedCliArgs: {},
    ...changes,
  };
}
