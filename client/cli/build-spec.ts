import { resolve } from 'node:path';
import { EvalError } from '../../core/errors.ts';
import type { JsonObject, JsonPrimitive } from '../../core/json.ts';
import { catalogueEntry, modelNames } from '../../core/model-catalogue.ts';
import { didYouMean } from '../../core/nearest-name.ts';
import { checkEvaluationSpec } from '../../core/schema/evaluation-schema.ts';
import type { EvaluationSpec } from '../../core/spec.ts';
import { isOn, namesValue, numberValue, textValue } from './option-values.ts';
import type { OptionValues } from './option-values.ts';
import type { Environment, ResolvedEvaluation } from './resolve-evaluations.ts';
import { hasPassword, passwordInUrl } from './secret-names.ts';
import { storeUrl } from './store-url.ts';

export interface BuildContext {
  readonly environment: Environment;
  readonly workingDirectory: string;
  readonly pathExists: (path: string) => boolean;
  readonly user: string;
  readonly now: Date;
  /** Used where no --run_id is given. */
  readonly newRunId: () => string;
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
    model: modelOf(values, context),
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

function modelOf(values: OptionValues, context: BuildContext): EvaluationSpec['model'] {
  const id = textValue(values, 'model')?.trim() ?? '';
  if (id === '') {
    throw new EvalError(
      'spec-invalid',
      'No model was given: add --model ID (`assay models` lists them).',
    );
  }
  const entry = catalogueEntry(id);
  if (entry === undefined) {
    throw new EvalError(
      'model-not-found',
      `No model is named "${id.slice(0, 100)}".${didYouMean(id, modelNames())} \`assay models\` lists them.`,
    );
  }
  const typed = primitives((values['model_args'] ?? {}) as JsonObject);
  const given = entry.id === 'openai_compatible' ? withBaseUrl(typed, context) : typed;
  const isLocal = entry.id !== 'openai_compatible';
  const args = absoluteArguments(given, context, isLocal);
  const device = textValue(values, 'device');
  const takesDevice = entry.parameters.some((parameter) => parameter.name === 'device');
  return { id, args: takesDevice && device !== undefined ? { device, ...args } : args };
}

/** Workers may have been started from another shell: its address must not meet this one's key. */
function withBaseUrl(
  args: Record<string, JsonPrimitive>,
  { environment }: BuildContext,
): Record<string, JsonPrimitive> {
  const isGiven = args['base_url'] !== undefined && args['base_url'] !== '';
  const base = environment['OPENAI_API_BASE'] || environment['OPENAI_BASE_URL'];
  if (isGiven || base === undefined || base === '') return args;
  if (hasPassword(base)) throw passwordInUrl('base_url');
  return { ...args, base_url: base };
}

/** Arguments that name files or folders where the model is not a name at an endpoint. */
const PATH_ARGUMENTS = new Set(['pretrained', 'model', 'path', 'logs', 'script', 'system_prompt']);

/** Workers have another working directory, so paths travel absolute. */
function absoluteArguments(
  args: Record<string, JsonPrimitive>,
  context: BuildContext,
  isLocal: boolean,
): Record<string, JsonPrimitive> {
  const entries = Object.entries(args).map(([name, value]): [string, JsonPrimitive] => {
    if (typeof value !== 'string') return [name, value];
    const path = resolve(context.workingDirectory, value);
    const isMeant = isLocal && PATH_ARGUMENTS.has(name) && value !== '' && context.pathExists(path);
    return [name, /^\.\.?\//.test(value) || isMeant ? path : value];
  });
  return Object.fromEntries(entries);
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

function primitives(args: JsonObject): Record<string, JsonPrimitive> {
  const entries = Object.entries(args).map(([name, value]): [string, JsonPrimitive] => {
    // Adapters take plain values; a list or mapping of a YAML file arrives as its JSON.
    const isPlain = value === null || typeof value !== 'object';
    return [name, isPlain ? value : JSON.stringify(value)];
  });
  return Object.fromEntries(entries);
}
