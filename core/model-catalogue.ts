import {
  parameter,
  type CatalogueEntry,
  type CatalogueParameter,
} from './models/catalogue-entry.ts';
import { engineEntries } from './models/engine-entries.ts';

export type { CatalogueEntry, CatalogueParameter };

export const OPENAI_PARAMETERS: readonly CatalogueParameter[] = [
  parameter(
    'model',
    'Model name sent to the endpoint; model_version and pretrained mean the same.',
  ),
  parameter('model_version', 'Same as model.'),
  parameter('pretrained', 'Same as model.'),
  parameter(
    'base_url',
    'Root of the API, such as http://host:8000/v1; else OPENAI_API_BASE, OPENAI_BASE_URL, api.openai.com.',
  ),
  {
    ...parameter('api_key_env', 'Name of the environment variable with the key.', 'OPENAI_API_KEY'),
    isSecret: true,
  },
  parameter('timeout', 'Seconds one attempt may take from sending to its last byte.', 600),
  parameter(
    'max_retries',
    'Attempts in all per request; waits for a rate limit (429) do not count.',
    5,
  ),
  parameter(
    'retry_backoff_s',
    'Seconds of the first backoff; it doubles per attempt, with full jitter.',
    1,
  ),
  parameter(
    'rate_limit_patience_s',
    'Seconds one request may spend waiting for a rate limit.',
    600,
  ),
  parameter('num_concurrent', 'Requests in flight; the start value when adaptive.', 32),
  parameter('num_cpus', 'Same as num_concurrent, which wins.'),
  parameter('batch_size', 'Accepted; requests are never batched.', 64),
  parameter(
    'stream',
    'Read answers as a stream, which gives time to first token and per token.',
    true,
  ),
  parameter('seed', 'Sampling seed for requests that bring none.'),
  parameter(
    'system_prompt',
    'Text, or a file that holds it; used where the task has no system message.',
  ),
  parameter(
    'message_format',
    'openai or qwen3_vl; they differ in the frames of videos only.',
    'openai',
  ),
  parameter('is_qwen3_vl', 'Older name of message_format=qwen3_vl.', false),
  parameter('max_size_in_mb', 'Images above are shrunk by steps of 0.75 until they fit.', 20),
  parameter(
    'logprobs',
    'How to ask for the probability of a given answer: vllm, sglang, completions or none.',
    'none',
  ),
  parameter('check_model', 'Reject answers that name another model than the one asked for.', true),
  parameter(
    'adaptive_concurrency',
    'Let latency, failures and rate limits steer the requests in flight.',
    false,
  ),
  parameter('adaptive_min_concurrency', 'Fewest requests in flight.', 1),
  parameter('adaptive_max_concurrency', 'Most requests in flight.', 128),
  parameter('adaptive_target_latency_s', 'Seconds of p95 latency to aim for.', 15),
  parameter('adaptive_increase_step', 'Share added when all is well, at least one request.', 0.1),
  parameter('adaptive_decrease_factor', 'Factor applied when it is not.', 0.7),
  parameter(
    'adaptive_failure_threshold',
    'Share of failed requests that counts as not well.',
    0.05,
  ),
  parameter(
    'adaptive_latency',
    'target: compare with adaptive_target_latency_s; relative: with the best seen.',
    'target',
  ),
  parameter(
    'prefix_aware_queue',
    'Send requests with a common beginning or medium one after another.',
    true,
  ),
  parameter('prefix_hash_chars', 'Characters of the beginning that must agree, at least 32.', 256),
  parameter(
    'httpx_trust_env',
    'Obey HTTP_PROXY, HTTPS_PROXY and NO_PROXY; loopback never goes through them.',
    true,
  ),
  parameter('fps', 'Videos only: frames per second.'),
  parameter('nframes', 'Videos only: number of frames.', 64),
  parameter('max_frames', 'Videos only: most frames.', 768),
  parameter('max_frames_num', 'Videos only: number of frames.', 10),
  parameter('video_fps', 'Videos only: frames per second.'),
  parameter('max_pixels', 'Videos only: most pixels per frame.', 151200),
  parameter('min_pixels', 'Videos only: fewest pixels per frame.', 784),
];

export const MOCK_PARAMETERS: readonly CatalogueParameter[] = [
  parameter('mode', 'echo, constant, first_choice, hash or script.', 'hash'),
  parameter('response', 'The answer of mode=constant.', ''),
  parameter(
    'script',
    'JSONL file of mode=script: {id?, match?, response | error | logprob, continuation?} per line.',
  ),
  parameter('latency_ms', 'Milliseconds before the first token.', 0),
  parameter('tokens_per_second', 'Pace of the tokens after the first; 0 = all at once.', 0),
  parameter('fail_rate', 'Share of calls that fail, decided by request id and attempt.', 0),
  parameter('fail_seed', 'Seed of that decision.', 0),
  parameter('crash_on', 'Kill the process when a prompt contains this text.'),
  parameter('num_concurrent', 'Requests in flight.', 16),
  parameter('name', 'Name shown in tables; part of the identity.', 'mock'),
];

export const FROM_LOG_PARAMETERS: readonly CatalogueParameter[] = [
  parameter('logs', 'A samples JSONL file, or a folder of them (…samples_<task>.jsonl).'),
];

/** The adapter itself is activities/models/onnx. */
const ONNX_PARAMETERS: readonly CatalogueParameter[] = [
  parameter(
    'pretrained',
    'Directory of a model in the Hugging Face ONNX layout, or its URL in an artifact store (s3://bucket/prefix, file:///path).',
  ),
  parameter('model', 'Same as pretrained.'),
  parameter('path', 'Same as pretrained.'),
  parameter('device', 'Where to compute; only cpu.', 'cpu'),
  parameter(
    'dtype',
    'Which variant of the graphs to load, by file name suffix: fp16 reads decoder_model_merged_fp16.onnx, quantized …_quantized.onnx.',
    '',
  ),
  parameter(
    'threads',
    'Model copies, each in a thread of its own; raise it where cores idle, memory grows with it.',
    1,
  ),
  parameter(
    'intra_op_threads',
    'Cores that one copy uses inside an operator; more copies are faster unless the model is large.',
    1,
  ),
  parameter(
    'pad_batches',
    'Let prompts of different lengths share a batch: faster where lengths vary, but the last digits of probabilities then depend on what was asked at the same time.',
    false,
  ),
  parameter(
    'max_length',
    'Tokens of prompt and answer together; by default what config.json says. Longer prompts fail as context-too-long.',
  ),
];

/** Every model id that --model accepts, in the order to print. */
export const MODEL_CATALOGUE: readonly CatalogueEntry[] = [
  {
    id: 'openai_compatible',
    aliases: [
      'openai',
      'async_openai',
      'openai_compatible_chat',
      'async_openai_compatible',
      'async_openai_compatible_chat',
    ],
    placement: 'endpoint',
    summary:
      'Any server with the OpenAI chat-completions API (vLLM, SGLang, TGI, llama.cpp, hosted).',
    parameters: OPENAI_PARAMETERS,
  },
  {
    id: 'onnx',
    aliases: ['onnx_vlm'],
    placement: 'leased',
    summary:
      'Text and vision-language models in the Hugging Face ONNX layout, run with ONNX Runtime on the CPU.',
    parameters: ONNX_PARAMETERS,
  },
  ...engineEntries(OPENAI_PARAMETERS),
  {
    id: 'from_log',
    aliases: [],
    placement: 'endpoint',
    summary: 'Answers recorded in samples files of an earlier run, scored again.',
    parameters: FROM_LOG_PARAMETERS,
  },
  {
    id: 'mock',
    aliases: [],
    placement: 'endpoint',
    summary: 'A deterministic stand-in without a model, for tests and rehearsals.',
    parameters: MOCK_PARAMETERS,
  },
  {
    id: 'mock_leased',
    aliases: [],
    placement: 'leased',
    summary: 'The same, placed on a leased worker like a local model.',
    parameters: MOCK_PARAMETERS,
  },
];

/** The entry of an id or alias. */
export function catalogueEntry(idOrAlias: string): CatalogueEntry | undefined {
  return MODEL_CATALOGUE.find(
    (entry) => entry.id === idOrAlias || entry.aliases.includes(idOrAlias),
  );
}

/** Ids and aliases, for suggestions. */
export function modelNames(): string[] {
  return MODEL_CATALOGUE.flatMap((entry) => [entry.id, ...entry.aliases]);
}
