import { EvalError } from '../../core/errors.ts';
import { runPaths } from '../../core/run-paths.ts';
import { readSamples } from '../../core/scoring/read-samples.ts';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import type { SampleFile } from '../artifacts/sample-files.ts';
import type { TaskRecord } from '../runs/run-records.ts';
import { openBaseline } from './open-baseline.ts';

/** The first line of a frozen baseline; its others are SampleScores. */
export interface BaselineHeader {
  readonly name: string;
  readonly location: string;
}

const CHUNK_BYTES = 256 * 1024;

/**
 * Copies the scores that --baseline names into the run before a model is asked: a wrong name shows at once,
 * and a comparison never depends on a file that changed meanwhile.
 */
export async function freezeBaseline(options: {
  readonly store: ArtifactStore;
  readonly runId: string;
  readonly baseline: string;
  readonly records: readonly TaskRecord[];
}): Promise<void> {
  const { store, runId, records } = options;
  const { name, files } = await openBaseline(options.baseline, {
    store,
    tasks: records.map(({ task }) => task),
    environment: process.env,
  });
  for (const { task, config } of records) {
    const file = files.get(task);
    if (file === undefined) continue;
    const lines = frozenLines({ name, location: file.location }, file, config.score_key);
    await store.put(runPaths.baseline(runId, task), lines);
  }
}

async function* frozenLines(
  header: BaselineHeader,
  file: SampleFile,
  scoreKey: string,
): AsyncGenerator<Uint8Array> {
  let pending = `${JSON.stringify(header)}\n`;
  let hasScores = false;
  for await (const sample of readSamples(file, scoreKey)) {
    hasScores ||= sample.verdict !== undefined || Object.keys(sample.scores).length > 0;
    pending += `${JSON.stringify(sample)}\n`;
    if (pending.length < CHUNK_BYTES) continue;
    yield Buffer.from(pending);
    pending = '';
  }
  if (!hasScores) {
    throw new EvalError(
      'config-invalid',
      `Cannot compare with ${file.location}: none of its lines holds a doc_id and a score. Give the samples file of an evaluation.`,
    );
  }
  yield Buffer.from(pending);
}
