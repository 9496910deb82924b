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
  let hasScores = false;
  let last: string | undefined;
  for (const { task, config } of records) {
    const file = files.get(task);
    if (file === undefined) continue;
    const found = { documents: 0, scores: 0 };
    const lines = frozenLines({ name, location: file.location }, file, config.score_key, found);
    await store.put(runPaths.baseline(runId, task), lines);
    if (found.documents === 0) {
      throw new EvalError(
        'config-invalid',
        `Cannot compare with ${file.location}: none of its lines holds a doc_id. Give the samples file of an evaluation.`,
      );
    }
    hasScores ||= found.scores > 0;
    last = file.location;
  }
  // Some metrics exist for a whole task only: where one task has scores to compare, the others say why not.
  if (last !== undefined && !hasScores) {
    throw new EvalError(
      'config-invalid',
      `Cannot compare with ${last}: none of its documents has a score of its own, only parts of a score of the whole task. Leave --baseline out, or add a task whose documents are scored one by one.`,
    );
  }
}

async function* frozenLines(
  header: BaselineHeader,
  file: SampleFile,
  scoreKey: string,
  found: { documents: number; scores: number },
): AsyncGenerator<Uint8Array> {
  let pending = `${JSON.stringify(header)}\n`;
  for await (const sample of readSamples(file, scoreKey)) {
    found.documents += 1;
    if (sample.verdict !== undefined || Object.keys(sample.scores).length > 0) found.scores += 1;
    pending += `${JSON.stringify(sample)}\n`;
    if (pending.length < CHUNK_BYTES) continue;
    yield Buffer.from(pending);
    pending = '';
  }
  yield Buffer.from(pending);
}
