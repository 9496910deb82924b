import { EvalError } from '../../core/errors.ts';
import type { GroupDefinition } from '../../core/group-scores.ts';
import type { EvaluationSpec } from '../../core/spec.ts';
import type { TaskConfig } from '../../core/task.ts';
import { openTaskRegistry } from '../../tasks/registry.ts';
import type { TaskSelection } from '../../tasks/task-selection.ts';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import { freezeBaseline } from '../baselines/freeze-baseline.ts';
import type { ActivityDependencies } from '../dependencies.ts';
import type { ModelIdentity } from '../models/model-adapter.ts';
import type { PlanInput, PlanResult } from '../steps.ts';
import { documentCost } from './document-cost.ts';
import { freezeTask } from './freeze-task.ts';
import { runPaths } from '../../core/run-paths.ts';
import {
  readManifest,
  readRecord,
  readSealedLedger,
  requireSubmission,
  writeRecord,
  type RunManifest,
  type TaskRecord,
} from './run-records.ts';

/**
 * Freezes a run: which tasks, documents, prompts and model. Planning again gives the frozen plan back,
 * so that a resumed run can never mix two versions of a task.
 */
export async function planRun(
  dependencies: ActivityDependencies,
  input: PlanInput,
): Promise<PlanResult> {
  const store = dependencies.openStore(input.spec.store);
  await requireSubmission(store, input.spec.runId);
  await store.probe();
  const frozen = await readRecord<RunManifest>(store, runPaths.manifest(input.spec.runId));
  const given = frozen?.spec.model ?? input.spec.model;
  const { pinned, ...plan } = await modelOf(dependencies, { ...input, model: given }, store);
  if (frozen) return checkUnchanged(frozen, plan);
  const spec = { ...input.spec, model: { ...given, args: pinned ?? given.args } };

  const registry = await openTaskRegistry({
    includePaths: spec.includePaths,
    modelFamily: spec.model.id,
  });
  const selection = registry.resolve(spec.tasks);
  const records: TaskRecord[] = [];
  for (const { config } of selection.tasks) {
    const source = await sourceRecord(store, input.sourceRunId, config.task);
    const record = await freezeTask(atRevisionOf(source, config), spec);
    if (input.sourceRunId !== undefined) {
      checkSameDocuments(record, source, input.sourceRunId);
      await takeLedger(store, input.sourceRunId, record, spec);
    }
    await writeRecord(store, runPaths.taskRecord(spec.runId, record.task), record);
    records.push(record);
  }
  await takeBaseline(store, input, records);
  const manifest: RunManifest = {
    version: 1,
    spec,
    plan: { ...plan, tasks: records.map(plannedTask) },
    ...(input.sourceRunId === undefined ? {} : { sourceRunId: input.sourceRunId }),
    groups: groupDefinitions(selection),
    software: dependencies.software,
  };
  await writeRecord(store, runPaths.manifest(spec.runId), manifest);
  return manifest.plan;
}

/** A rescored run keeps the model of the run whose answers it scores, without touching it. */
async function modelOf(
  dependencies: ActivityDependencies,
  input: PlanInput & { readonly model: EvaluationSpec['model'] },
  store: ArtifactStore,
): Promise<Omit<PlanResult, 'tasks'> & Pick<ModelIdentity, 'pinned'>> {
  const { gitHash } = dependencies.software;
  if (input.sourceRunId !== undefined) {
    const { plan } = await readManifest(store, input.sourceRunId);
    const { modelKey, modelName, placement } = plan;
    return { modelKey, modelName, placement, gitHash };
  }
  const { model, spec } = input;
  const { batchSize } = spec;
  const factory = await dependencies.findModel(model.id, model.plugin);
  const identity = await factory.identify(model.args, { ...dependencies.modelContext, batchSize });
  return {
    modelKey: identity.modelKey,
    modelName: identity.displayName,
    placement: factory.placement,
    gitHash,
    ...(identity.batch === undefined ? {} : { batch: identity.batch }),
    ...(identity.pinned === undefined ? {} : { pinned: identity.pinned }),
  };
}

function checkUnchanged(frozen: RunManifest, now: Omit<PlanResult, 'tasks'>): PlanResult {
  if (frozen.plan.modelKey === now.modelKey) return frozen.plan;
  throw new EvalError(
    'spec-invalid',
    `Cannot resume run ${frozen.spec.runId}: its model was ${frozen.plan.modelName} (${frozen.plan.modelKey}) and is now ${now.modelName} (${now.modelKey}). Restore the weights or endpoint, or start a new run.`,
  );
}

async function sourceRecord(
  store: ArtifactStore,
  sourceRunId: string | undefined,
  task: string,
): Promise<TaskRecord | undefined> {
  if (sourceRunId === undefined) return undefined;
  return readRecord<TaskRecord>(store, runPaths.taskRecord(sourceRunId, task));
}

/** Answers are scored against the very commit of a Hub dataset that they were given to. */
function atRevisionOf(source: TaskRecord | undefined, config: TaskConfig): TaskConfig {
  const revision = source?.config.dataset_kwargs?.['revision'];
  if (revision === undefined) return config;
  return { ...config, dataset_kwargs: { ...config.dataset_kwargs, revision } };
}

function checkSameDocuments(
  record: TaskRecord,
  source: TaskRecord | undefined,
  sourceRunId: string,
): void {
  if (
    source?.datasetFingerprint === record.datasetFingerprint &&
    source.documents === record.documents &&
    source.offset === record.offset &&
    source.config.repeats === record.config.repeats
  ) {
    return;
  }
  throw new EvalError(
    'spec-invalid',
    `Cannot score task ${record.task} of run ${sourceRunId} again: ${source ? 'its documents have changed since' : 'that run did not evaluate it'}. Start a new run instead.`,
  );
}

async function takeLedger(
  store: ArtifactStore,
  sourceRunId: string,
  record: TaskRecord,
  spec: EvaluationSpec,
): Promise<void> {
  const ledger = await readSealedLedger(store, sourceRunId, record.task);
  await writeRecord(store, runPaths.sealedLedger(spec.runId, record.task), ledger);
}

/** A rescored run compares with what the first one was compared with, even if that has changed since. */
async function takeBaseline(
  store: ArtifactStore,
  { spec, sourceRunId }: PlanInput,
  records: readonly TaskRecord[],
): Promise<void> {
  const { runId, baseline } = spec;
  if (baseline === undefined) return;
  if (sourceRunId === undefined) return freezeBaseline({ store, runId, baseline, records });
  for (const { task } of records) {
    const key = runPaths.baseline(sourceRunId, task);
    if (await store.head(key)) await store.put(runPaths.baseline(runId, task), store.stream(key));
  }
}

function plannedTask(record: TaskRecord) {
  return {
    task: record.task,
    documents: record.documents,
    documentCost: documentCost(record.config),
  };
}

function groupDefinitions(selection: TaskSelection): GroupDefinition[] {
  return selection.groups.map(({ name, alias, members, aggregateMetrics }) => ({
    name,
    alias: alias ?? name,
    members,
    aggregateMetrics,
  }));
}
