import { existsSync, readFileSync, statSync } from 'node:fs';

import { EvalError } from '../../../core/errors.ts';
import { baseUrlVariables } from '../../../core/models/base-url-variables.ts';
import type { ModelArguments, ModelContext } from '../model-adapter.ts';
import type { ArgumentReader } from '../read-arguments.ts';
import { readFleetLimits } from '../../limits/fleet-limits.ts';
import type { RequestGate } from '../../limits/request-gate.ts';
import { cleanAdaptiveConfig } from './adaptive-concurrency.ts';
import type { AdaptiveConfig } from './adaptive-concurrency.ts';
import { normalizeBaseUrl } from './base-url.ts';

/** Shorter beginnings would make neighbours of nearly everything. */
const MIN_PREFIX_CHARS = 32;

/** What every client of an endpoint is told, after checking, in the units of the code. Holds no secret. */
export interface EndpointSettings {
  readonly model: string;
  readonly baseUrl: string;
  readonly apiKeyEnv: string;
  /** The user named the variable, or the endpoint is known to want a key. */
  readonly needsKey: boolean;
  readonly timeoutMs: number;
  readonly maxAttempts: number;
  readonly backoffMs: number;
  readonly rateLimitPatienceMs: number;
  readonly concurrency: number;
  /** undefined: the concurrency is fixed. */
  readonly adaptive?: AdaptiveConfig & { readonly latency: 'target' | 'relative' };
  readonly stream: boolean;
  readonly seed?: number;
  readonly systemPrompt?: string;
  readonly maxImageBytes: number;
  readonly checkModel: boolean;
  readonly prefixHashChars?: number;
  readonly trustProxyEnvironment: boolean;
  /** Limits kept together with all other workers and runs; undefined: none. */
  readonly gate?: RequestGate;
  /** Ask in batches of the provider instead of one by one. */
  readonly batch?: BatchSettings;
}

export interface BatchSettings {
  readonly documents: number;
  /** Before the first look. */
  readonly pollMs: number;
}

/** Where an API is when the arguments do not say so. */
export interface EndpointDefaults {
  /** The provider's own root, which always wants a key; undefined: base_url must be given. */
  readonly baseUrl?: string;
  /** false: the root above is a server of one's own, which may do without. */
  readonly wantsKey?: boolean;
}

export function readEndpointSettings(
  id: string,
  reader: ArgumentReader,
  defaults: EndpointDefaults,
  context: ModelContext,
): EndpointSettings {
  const model = modelName(id, reader);
  const baseUrl = baseUrlOf(id, reader, defaults, context);
  const seed = reader.integer('seed', 0);
  const systemPrompt = textOrFile(reader.text('system_prompt'));
  const adaptive = reader.flag('adaptive_concurrency') ? adaptiveConfig(reader) : undefined;
  const wanted = startConcurrency(reader);
  // Accepted for the sake of existing commands; requests are never batched.
  reader.integer('batch_size', 1);
  return {
    model,
    baseUrl,
    apiKeyEnv: reader.text('api_key_env') ?? '',
    needsKey:
      reader.isGiven('api_key_env') ||
      (baseUrl === defaults.baseUrl && defaults.wantsKey !== false),
    timeoutMs: reader.number('timeout', 0.001)! * 1000,
    maxAttempts: reader.integer('max_retries', 1)!,
    backoffMs: reader.number('retry_backoff_s', 0)! * 1000,
    rateLimitPatienceMs: reader.number('rate_limit_patience_s', 0)! * 1000,
    concurrency:
      adaptive === undefined
        ? wanted
        : Math.max(adaptive.minConcurrency, Math.min(wanted, adaptive.maxConcurrency)),
    // What is fetched from a file is not streamed.
    stream: reader.flag('stream') && !reader.flag('batch'),
    maxImageBytes: Math.floor((reader.number('max_size_in_mb', 0.01) ?? 0) * 1024 * 1024),
    checkModel: reader.flag('check_model'),
    trustProxyEnvironment: reader.flag('httpx_trust_env'),
    ...(adaptive === undefined ? {} : { adaptive }),
    ...(seed === undefined ? {} : { seed }),
    ...(systemPrompt === undefined ? {} : { systemPrompt }),
    ...(reader.flag('prefix_aware_queue')
      ? { prefixHashChars: Math.max(MIN_PREFIX_CHARS, reader.integer('prefix_hash_chars', 0)!) }
      : {}),
    ...gateOf(baseUrl, reader, context),
    ...batchOf(reader),
  };
}

/** A key would be written into results and histories; only the name of its variable may be. */
export function withoutLiteralKey(id: string, args: ModelArguments): ModelArguments {
  const { api_key: key, ...others } = args;
  if (key === undefined || key === null) return others;
  throw new EvalError(
    'model-invalid',
    `--model_args of ${id}: a key in api_key would be written into results and histories; set an environment variable and pass its name: api_key_env=NAME.`,
  );
}

function modelName(id: string, reader: ArgumentReader): string {
  const names = ['model', 'model_version', 'pretrained'].map((name) => reader.text(name));
  const given = [...new Set(names.filter((name) => name !== undefined))];
  const model = given[0];
  if (model === undefined || given.length > 1) {
    throw new EvalError(
      'model-invalid',
      given.length > 1
        ? `--model_args of ${id}: model, model_version and pretrained mean the same, but say ${given.join(' and ')}; keep one.`
        : `--model_args of ${id}: the model name is missing; pass model=NAME, as the endpoint calls it.`,
    );
  }
  return model;
}

function baseUrlOf(
  id: string,
  reader: ArgumentReader,
  defaults: EndpointDefaults,
  context: ModelContext,
): string {
  const variables = baseUrlVariables(id, reader.flag('azure_openai'));
  const fromEnvironment = variables
    .map((name) => context.optionalSecret(name))
    .find((value) => value !== undefined && value !== '');
  const given = reader.text('base_url') ?? fromEnvironment ?? defaults.baseUrl;
  if (given !== undefined) return normalizeBaseUrl(given);
  throw new EvalError(
    'model-invalid',
    `--model_args of ${id}: the address of the endpoint is missing; pass base_url=URL${variables.length === 0 ? '' : ` or set ${variables.join(' or ')}`}.`,
  );
}

function gateOf(
  baseUrl: string,
  reader: ArgumentReader,
  context: ModelContext,
): Pick<EndpointSettings, 'gate'> {
  const limits = readFleetLimits(reader);
  if (limits === undefined || context.fleet === undefined) return {};
  const apiKeyEnv = reader.text('api_key_env') ?? '';
  return { gate: context.fleet.gate({ baseUrl, apiKeyEnv }, limits) };
}

function batchOf(reader: ArgumentReader): Pick<EndpointSettings, 'batch'> {
  if (!reader.flag('batch')) return {};
  const documents = reader.integer('batch_documents', 1)!;
  return { batch: { documents, pollMs: reader.number('batch_poll_s', 0.05)! * 1000 } };
}

function startConcurrency(reader: ArgumentReader): number {
  const cpus = reader.integer('num_cpus', 1);
  if (reader.isGiven('num_concurrent') || cpus === undefined)
    return reader.integer('num_concurrent', 1)!;
  return cpus;
}

function adaptiveConfig(reader: ArgumentReader): NonNullable<EndpointSettings['adaptive']> {
  const cleaned = cleanAdaptiveConfig({
    minConcurrency: reader.number('adaptive_min_concurrency', 0)!,
    maxConcurrency: reader.number('adaptive_max_concurrency', 0)!,
    targetLatencyS: reader.number('adaptive_target_latency_s', 0)!,
    increaseStep: reader.number('adaptive_increase_step', 0)!,
    decreaseFactor: reader.number('adaptive_decrease_factor', 0)!,
    failureThreshold: reader.number('adaptive_failure_threshold', 0)!,
  });
  return { ...cleaned, latency: reader.choice('adaptive_latency', ['target', 'relative']) };
}

function textOrFile(value: string | undefined): string | undefined {
  // File names are short; a long prompt must not reach the file system as a path.
  if (value === undefined || value.length > 1024 || value.includes('\n')) return value;
  return existsSync(value) && statSync(value).isFile() ? readFileSync(value, 'utf8') : value;
}
