import { runPaths } from '../../core/run-paths.ts';
import { createSamplePairing, type SamplePairing } from '../../core/scoring/paired-samples.ts';
import type { SampleScores } from '../../core/scoring/sample-scores.ts';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import { readLines } from '../artifacts/read-lines.ts';
import type { BaselineHeader } from './freeze-baseline.ts';

export interface FrozenBaseline {
  readonly name: string;
  /** Holds the baseline's scores and waits for those of the run. */
  readonly pairing: SamplePairing;
}

/** The baseline that a run was planned with; undefined where the task has none. */
export async function readBaseline(
  store: ArtifactStore,
  runId: string,
  task: string,
): Promise<FrozenBaseline | undefined> {
  const key = runPaths.baseline(runId, task);
  if (!(await store.head(key))) return undefined;
  const pairing = createSamplePairing();
  let header: BaselineHeader | undefined;
  for await (const line of readLines(store.stream(key))) {
    if (header === undefined) header = JSON.parse(line) as BaselineHeader;
    else if (line !== '') pairing.addBaseline(JSON.parse(line) as SampleScores);
  }
  return { name: header?.name ?? 'baseline', pairing };
}
