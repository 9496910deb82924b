import { resolve } from 'node:path';
import { EvalError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import type { PluginManifest } from '../../core/models/plugin-manifest.ts';
import { checkEvaluationSpec } from '../../core/schema/evaluation-schema.ts';
import type { EvaluationSpec } from '../../core/spec.ts';
import { modelOfSpec } from './model-of-spec.ts';
import { isOn, namesValue, numberValue, textValue } from './option-values.ts';
import type { OptionValues } from './option-values.ts';
import type { Environment, ResolvedEvaluation } from './resolve-evaluations.ts';
import { storeUrl } from './store-url.ts';

export interface BuildContext {
  readonly environment: Environment;
  readonly workingDirectory: string;
  readonly pathExists: (path: string) => boolean;
  readonly user: string;
  readonly now: Date;
  /** Used where no --run_id is given. */
  readonly newRunId: () => string;
  /** Packages that were named, with models of their own. */
  readonly plugins?: readonly PluginManifest[];
}

/** Rows per forward pass for `--batch_size auto`: fits small checkpoints on small machines. */
const AUTO_BATCH_SIZE = 8;

/** The input of the workflow: complete, checked, JSON-plain, secrets by name only. */
export function buildSpec(resolved: ResolvedEvaluation, context: BuildContext): EvaluationSpec {
  const { values } = resolved;
  const store = storeOf(values, context);
  const limit = limitOf(numberValue(values, 'limit'));
  const numFewshot = numberValue(values, 'num_fewshot');
  const cache = cacheOf(values, store, context);
  const systemInstruction = textValue(values, 'system_instruction');
  const seeds = (values['seed'] ?? []) as readonly (number | null)[];
  const bootstrapIterations = numberValue(values, 'bootstrap_iters');
  const baseline = baselineOf(values, context);
  const runId = textValue(values, 'run_id') ?? context.newRunId();
  return checkEvaluationSpec({
    runId,
    ...modelOfSpec(values, context),
    tasks: requiredTasks(values).map((name) => absoluteTask(name, context)),
    includePaths: namesValue(values, 'include_path').map((path) =>
      resolve(context.workingDirectory, path),
    ),
    store,
    ...(cache === undefined ? {} : { cache }),
    ...(limit === undefined ? {} : { limit }),
    offset: numberValue(values, 'offset'),
    ...(numFewshot === undefined ? {} : { numFewshot }),
    ...(isOn(values, 'fewshot_as_multiturn') ? { fewshotAsMultiturn: true } : {}),
    repeats: numberValue(values, 'repeats'),
    batchSize: batchSizeOf(values),
    generation: values['gen_kwargs'],
    ...(systemInstruction === undefined ? {} : { systemInstruction }),
    reasoningTags: values['reasoning_tags'],
    seeds: { python: seeds[0], numpy: seeds[1], torch: seeds[2], fewshot: seeds[3] },
    predictOnly: isOn(values, 'predict_only'),
    ...(bootstrapIterations === undefined ? {} : { bootstrapIterations }),
    ...(baseline === undefined ? {} : { baseline }),
    maxFailedFraction: numberValue(values, 'max_failed_fraction'),
    window: numberValue(values, 'window'),
    taskWindow: numberValue(values, 'task_window'),
    leases: numberValue(values, 'leases'),
    pool: textValue(values, 'pool'),
    priority: numberValue(values, 'priority'),
    fairnessKey: textValue(values, 'fairness_key') ?? context.user,
    user: context.user,
    submittedAt: context.now.toISOString(),
    resolvedCliArgs: resolvedCliArgs(resolved),
  });
}

/** What is recorded with the results: every value by its key, variables of `env` by name only. */
function resolvedCliArgs(resolved: ResolvedEvaluation): JsonObject {
  const names = Object.keys(resolved.variables).sort();
  return { ...resolved.values, ...(names.length === 0 ? {} : { env: names }) };
}

/** A file or folder here travels by its absolute path; all else is a name that the worker resolves. */
function baselineOf(values: OptionValues, context: BuildContext): string | undefined {
  const given = textValue(values, 'baseline')?.trim();
  if (given === undefined || given === '') return undefined;
  const path = resolve(context.workingDirectory, given);
  return !given.startsWith('hf://') && context.pathExists(path) ? path : given;
}

function absoluteTask(name: string, context: BuildContext): string {
  const path = resolve(context.workingDirectory, name);
  const looksLikePath = /[/\\]|\.ya?ml$/.test(name);
  return looksLikePath && context.pathExists(path) ? path : name;
}

function requiredTasks(values: OptionValues): string[] {
  const tasks = namesValue(values, 'tasks');
  if (tasks.length > 0) return tasks;
  throw new EvalError(
    'spec-invalid',
    'No task was given: add --tasks NAME (`assay tasks list` lists them).',
  );
}

/** -1 means all, a fraction applies to each task by itself. */
export function limitOf(limit: number | undefined): number | undefined {
  if (limit === undefined || limit === -1) return undefined;
  if ((limit > 0 && limit < 1) || (limit >= 1 && Number.isSafeInteger(limit))) return limit;
  throw new EvalError(
    'spec-invalid',
    `--limit takes -1 (all), a share between 0 and 1, or a whole number of documents, but got ${limit}.`,
  );
}

function batchSizeOf(values: OptionValues): number {
  const maximum = numberValue(values, 'max_batch_size');
  const batchSize = numberValue(values, 'batch_size') ?? maximum ?? AUTO_BATCH_SIZE;
  return Math.min(batchSize, maximum ?? batchSize);
}

function storeOf(values: OptionValues, context: BuildContext): string {
  const given = textValue(values, 'store');
  if (given !== undefined) return storeUrl(given, context.workingDirectory, '--store');
  const folder = context.environment['ASSAY_DATA_DIR'];
  const chosen = folder === undefined || folder === '' ? './assay-data' : folder;
  return storeUrl(chosen, context.workingDirectory, 'ASSAY_DATA_DIR');
}

function cacheOf(values: OptionValues, store: string, context: BuildContext): string | undefined {
  const given = values['use_cache'];
  // Keys of answers begin with `cache/`, those of runs with `runs/`: one store holds both.
  if (given === true) return store;
  if (typeof given !== 'string') return undefined;
  return storeUrl(given, context.workingDirectory, '--use_cache');
}
