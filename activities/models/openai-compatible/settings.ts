import { existsSync, readFileSync, statSync } from 'node:fs';

import { EvalError } from '../../../core/errors.ts';
import { OPENAI_PARAMETERS } from '../../../core/model-catalogue.ts';
import type { ModelArguments, ModelContext } from '../model-adapter.ts';
import { readArguments } from '../read-arguments.ts';
import type { ArgumentReader } from '../read-arguments.ts';
import { cleanAdaptiveConfig } from '../http/adaptive-concurrency.ts';
import type { AdaptiveConfig } from '../http/adaptive-concurrency.ts';
import type { PromptLogprobs } from './prompt-logprobs.ts';
import { normalizeBaseUrl } from '../http/base-url.ts';

/** Shorter beginnings would make neighbours of nearly everything. */
const MIN_PREFIX_CHARS = 32;
const OPENAI_URL = 'https://api.openai.com/v1';

/** Model arguments after checking, in the units of the code. Holds no secret. */
export interface OpenAiSettings {
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
  readonly messageFormat: 'openai' | 'qwen3_vl';
  readonly maxImageBytes: number;
  readonly checkModel: boolean;
  readonly prefixHashChars?: number;
  readonly logprobs: PromptLogprobs;
  readonly trustProxyEnvironment: boolean;
  readonly maxPixels: number;
  readonly minPixels: number;
}

/** Known to users of lmms-eval, without effect here yet: said plainly instead of ignored. */
const NOT_YET: Readonly<Record<string, string>> = {
  mcp_server_path: 'tools over MCP are not supported',
  work_dir: 'it belongs to tools over MCP, which are not supported',
  azure_openai:
    'the Azure URL scheme is not supported; use its /openai/v1 address as base_url and api_key_env=AZURE_OPENAI_API_KEY',
};

export function readSettings(args: ModelArguments, context: ModelContext): OpenAiSettings {
  const reader = readArguments('openai_compatible', withoutRefused(args), OPENAI_PARAMETERS);
  const model = modelName(reader);
  const baseUrl = normalizeBaseUrl(
    reader.text('base_url') ??
      context.optionalSecret('OPENAI_API_BASE') ??
      context.optionalSecret('OPENAI_BASE_URL') ??
      OPENAI_URL,
  );
  const seed = reader.integer('seed', 0);
  const systemPrompt = textOrFile(reader.text('system_prompt'));
  const adaptive = reader.flag('adaptive_concurrency') ? adaptiveConfig(reader) : undefined;
  const isQwen = reader.flag('is_qwen3_vl');
  const wanted = startConcurrency(reader);
  const settings: OpenAiSettings = {
    model,
    baseUrl,
    apiKeyEnv: reader.text('api_key_env') ?? 'OPENAI_API_KEY',
    needsKey: reader.isGiven('api_key_env') || baseUrl === OPENAI_URL,
    timeoutMs: reader.number('timeout', 0.001)! * 1000,
    maxAttempts: reader.integer('max_retries', 1)!,
    backoffMs: reader.number('retry_backoff_s', 0)! * 1000,
    rateLimitPatienceMs: reader.number('rate_limit_patience_s', 0)! * 1000,
    concurrency:
      adaptive === undefined
        ? wanted
        : Math.max(adaptive.minConcurrency, Math.min(wanted, adaptive.maxConcurrency)),
    stream: reader.flag('stream'),
    messageFormat: isQwen ? 'qwen3_vl' : reader.choice('message_format', ['openai', 'qwen3_vl']),
    maxImageBytes: reader.number('max_size_in_mb', 0.01)! * 1024 * 1024,
    checkModel: reader.flag('check_model'),
    logprobs: reader.choice('logprobs', ['none', 'vllm', 'sglang', 'completions']),
    trustProxyEnvironment: reader.flag('httpx_trust_env'),
    maxPixels: reader.integer('max_pixels', 1)!,
    minPixels: reader.integer('min_pixels', 1)!,
    ...(adaptive === undefined ? {} : { adaptive }),
    ...(seed === undefined ? {} : { seed }),
    ...(systemPrompt === undefined ? {} : { systemPrompt }),
    ...(reader.flag('prefix_aware_queue')
      ? { prefixHashChars: Math.max(MIN_PREFIX_CHARS, reader.integer('prefix_hash_chars', 0)!) }
      : {}),
  };
  checkVideoArguments(reader);
  return settings;
}

/** The digest of these decides modelKey: everything that can change an answer, nothing else. */
export function answerDeciding(settings: OpenAiSettings): Record<string, unknown> {
  const { baseUrl, model, systemPrompt, messageFormat, maxImageBytes, seed } = settings;
  const { maxPixels, minPixels, logprobs } = settings;
  return {
    baseUrl,
    logprobs,
    model,
    systemPrompt,
    messageFormat,
    maxImageBytes,
    seed,
    maxPixels,
    minPixels,
  };
}

function withoutRefused(args: ModelArguments): ModelArguments {
  if (args['api_key'] !== undefined && args['api_key'] !== null) {
    throw new EvalError(
      'model-invalid',
      '--model_args of openai_compatible: a key in api_key would be written into results and histories; set an environment variable and pass its name: api_key_env=NAME.',
    );
  }
  for (const [name, reason] of Object.entries(NOT_YET)) {
    const value = args[name];
    const isOff =
      value === undefined ||
      value === null ||
      value === false ||
      /^(false|0|none)?$/i.test(String(value));
    if (!isOff) {
      throw new EvalError(
        'model-invalid',
        `--model_args of openai_compatible: ${name} cannot be used: ${reason}. Remove it.`,
      );
    }
  }
  return Object.fromEntries(
    Object.entries(args).filter(([name]) => name !== 'api_key' && !(name in NOT_YET)),
  );
}

function modelName(reader: ArgumentReader): string {
  const names = ['model', 'model_version', 'pretrained'].map((name) => reader.text(name));
  const given = [...new Set(names.filter((name) => name !== undefined))];
  const model = given[0];
  if (model === undefined || given.length > 1) {
    throw new EvalError(
      'model-invalid',
      given.length > 1
        ? `--model_args of openai_compatible: model, model_version and pretrained mean the same, but say ${given.join(' and ')}; keep one.`
        : '--model_args of openai_compatible: the model name is missing; pass model=NAME, as the endpoint calls it.',
    );
  }
  return model;
}

function startConcurrency(reader: ArgumentReader): number {
  const cpus = reader.integer('num_cpus', 1);
  if (reader.isGiven('num_concurrent') || cpus === undefined)
    return reader.integer('num_concurrent', 1)!;
  return cpus;
}

function adaptiveConfig(reader: ArgumentReader): NonNullable<OpenAiSettings['adaptive']> {
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

/** Checked although videos are refused for now, so that a misspelt number is not found out later. */
function checkVideoArguments(reader: ArgumentReader): void {
  reader.integer('batch_size', 1);
  for (const name of ['fps', 'video_fps']) reader.number(name, 0);
  for (const name of ['nframes', 'max_frames', 'max_frames_num']) reader.integer(name, 1);
}

function textOrFile(value: string | undefined): string | undefined {
  // File names are short; a long prompt must not reach the file system as a path.
  if (value === undefined || value.length > 1024 || value.includes('\n')) return value;
  return existsSync(value) && statSync(value).isFile() ? readFileSync(value, 'utf8') : value;
}
