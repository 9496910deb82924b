import { EvalError } from '../../core/errors.ts';
import { withAddedMetrics } from '../../core/scoring/added-metrics.ts';
import { checkScoringConfig } from '../../core/scoring/check-scoring-config.ts';
import { sampleSize } from '../../core/sample-size.ts';
import type { EvaluationSpec } from '../../core/spec.ts';
import type { TaskConfig } from '../../core/task.ts';
import { openDataset } from '../datasets/open-dataset.ts';
import { pinDataset } from '../datasets/pin-dataset.ts';
import { splitOf } from './split-of.ts';
import type { TaskRecord } from './run-records.ts';

/** Fixes one task for one run: the run's overrides applied, its documents counted and fingerprinted. */
export async function freezeTask(given: TaskConfig, spec: EvaluationSpec): Promise<TaskRecord> {
  const unpinned = withOverrides(given, spec);
  refuseUnknownConversation(unpinned);
  const split = splitOf(unpinned);
  checkScoringConfig(unpinned, unpinned.repeats);
  const config = await pinDataset(unpinned, split);
  const dataset = await openDataset({ config, split });
  try {
    const original = dataset.count;
    const documents = documentsOf(spec, original);
    if (documents === 0) {
      throw new EvalError(
        'dataset-invalid',
        `Cannot evaluate task ${config.task}: split ${split} has ${original} documents and --offset ${spec.offset} leaves none. Lower the offset.`,
      );
    }
    return {
      task: config.task,
      config,
      split,
      offset: spec.offset,
      documents,
      original,
      datasetFingerprint: dataset.fingerprint,
    };
  } finally {
    await dataset.close();
  }
}

/** Asked once and scored, such a task would give a number that means something else. */
function refuseUnknownConversation({ task, output_type: type }: TaskConfig): void {
  if (type !== 'generate_until_multi_round' && type !== 'generate_until_agentic') return;
  throw new EvalError(
    'task-invalid',
    `Cannot evaluate task ${task}: its output_type ${type} asks several times per document, which is not supported yet. Choose a task that asks once (generate_until, multiple_choice or loglikelihood).`,
  );
}

/** -1 or nothing = all; below 1 a share of the split, rounded up; else a count. */
function documentsOf(spec: EvaluationSpec, original: number): number {
  const available = Math.max(0, original - spec.offset);
  return Math.min(available, sampleSize(original, spec.limit) ?? available);
}

function withOverrides(given: TaskConfig, spec: EvaluationSpec): TaskConfig {
  const config = spec.promptForm === 'simple' ? inSimpleForm(given) : given;
  return {
    ...withAddedMetrics(config, spec.addedMetrics),
    num_fewshot: spec.numFewshot ?? config.num_fewshot,
    repeats: spec.repeats > 1 ? spec.repeats : config.repeats,
    generation_kwargs: { ...config.generation_kwargs, ...spec.generation },
  };
}

/** A task that has nothing but messages keeps them: there is no other way to ask it. */
function inSimpleForm(config: TaskConfig): TaskConfig {
  if (config.doc_to_text === undefined) return config;
  const { doc_to_messages: _, ...simple } = config;
  return simple;
}
