import type { EvalDocument } from '../../core/document.ts';
import { EvalError } from '../../core/errors.ts';
import { generationParameters } from '../../core/generation-parameters.ts';
import type { GenerationParameters } from '../../core/generation.ts';
import type { Media } from '../../core/media.ts';
import { deriveSeed } from '../../core/statistics/random.ts';
import type { Task } from '../../core/task.ts';
import { createTask } from '../../tasks/create-task.ts';
import { loadFunctions } from '../../tasks/load-functions.ts';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import { openDataset } from '../datasets/open-dataset.ts';
import { openFewshot } from './open-fewshot.ts';
import { fullDocuments } from './full-documents.ts';
import { readManifest, readTaskRecord, type RunManifest, type TaskRecord } from './run-records.ts';

/** A frozen task brought to life in this process, shared by all its shards. */
export interface OpenTask {
  readonly manifest: RunManifest;
  readonly record: TaskRecord;
  readonly task: Task;
  /** Positions [start, end) of the run: position 0 is the first evaluated document. */
  documents(start: number, end: number): AsyncIterable<EvalDocument>;
  /** A file that the task names instead of a medium. */
  openMedia(path: string): Promise<Media>;
  /** Decoding settings of one (document, repeat): sampled ones get a seed of their own. */
  parametersOf(position: number, repeat: number): GenerationParameters;
  /** The examples shown before one document. */
  fewshot(document: EvalDocument, position: number): Promise<readonly EvalDocument[]>;
  /** Where the task's scorer sees all documents: those of the split, without media. */
  readonly fullDocuments?: () => Promise<readonly EvalDocument[]>;
}

/** Stands in where a run has no seed: nothing is ever sampled without one. */
const DEFAULT_SEED = 1234;

/** Opens a task as the run froze it; data that changed since are refused. */
export async function openTask(
  store: ArtifactStore,
  runId: string,
  name: string,
): Promise<OpenTask> {
  const manifest = await readManifest(store, runId);
  const record = await readTaskRecord(store, runId, name);
  const { config, offset } = record;
  const dataset = await openDataset({ config, split: record.split });
  if (dataset.fingerprint !== record.datasetFingerprint) {
    await dataset.close();
    throw new EvalError(
      'dataset-invalid',
      `Cannot go on with task ${name}: its data files have changed since the run began (digest ${dataset.fingerprint.slice(0, 12)}, expected ${record.datasetFingerprint.slice(0, 12)}). Restore them, or start a new run.`,
    );
  }
  const { spec } = manifest;
  const task = createTask(config, {
    functions: await loadFunctions(config),
    modelFamily: spec.model.id,
    systemInstruction: spec.systemInstruction,
    fewshotAsMultiturn: spec.fewshotAsMultiturn,
  });
  const parameters = generationParameters(config.generation_kwargs);
  const seed = spec.seeds.torch ?? DEFAULT_SEED;
  return {
    manifest,
    record,
    task,
    documents: (start, end) => dataset.rows(offset + start, offset + end),
    openMedia: (path) => dataset.openMedia(path),
    parametersOf(position, repeat) {
      if (parameters.temperature === 0 || parameters.seed !== undefined) return parameters;
      return { ...parameters, seed: deriveSeed(seed, `${name}/${offset + position}/${repeat}`) };
    },
    fewshot: await openFewshot(record, dataset, spec.seeds.fewshot),
    ...(config.full_docs === true ? { fullDocuments: fullDocuments(dataset, name) } : {}),
  };
}
