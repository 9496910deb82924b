import { BATCH_PARAMETERS } from './batch-parameters.ts';
import { parameter, type CatalogueParameter } from './catalogue-entry.ts';
import { FLEET_PARAMETERS } from './fleet-parameters.ts';

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
  parameter(
    'reasoning_effort',
    'How long a reasoning model thinks, such as low, medium or high; the server decides where absent.',
  ),
  parameter(
    'token_field',
    'Field for the length of the answer: max_tokens; max_completion_tokens, as reasoning models want it, without sampling settings and stop strings; or auto, by the model name and by what the endpoint refuses.',
    'auto',
  ),
  parameter('azure_openai', 'The endpoint is an Azure OpenAI resource.', false),
  parameter(
    'api_version',
    'Azure only: version of the API, else AZURE_OPENAI_API_VERSION; model is the name of the deployment.',
  ),
  parameter('http_referer', 'Sent as HTTP-Referer, by which OpenRouter knows an application.'),
  parameter('x_title', 'Sent as X-Title: the application’s name for OpenRouter.'),
  parameter('organization', 'Sent as OpenAI-Organization.'),
  parameter('project', 'Sent as OpenAI-Project.'),
  ...FLEET_PARAMETERS,
  ...BATCH_PARAMETERS,
];
