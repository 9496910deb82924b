import type { JsonPrimitive } from '../json.ts';
import { BATCH_PARAMETERS } from './batch-parameters.ts';
import { parameter, type CatalogueEntry, type CatalogueParameter } from './catalogue-entry.ts';
import { OPENAI_PARAMETERS } from './openai-parameters.ts';

/** Arguments that mean the same for every API. */
const CLIENT: ReadonlySet<string> = new Set([
  'model',
  'model_version',
  'pretrained',
  'timeout',
  'max_retries',
  'retry_backoff_s',
  'rate_limit_patience_s',
  'num_concurrent',
  'num_cpus',
  'batch_size',
  'check_model',
  'adaptive_concurrency',
  'adaptive_min_concurrency',
  'adaptive_max_concurrency',
  'adaptive_target_latency_s',
  'adaptive_increase_step',
  'adaptive_decrease_factor',
  'adaptive_failure_threshold',
  'adaptive_latency',
  'prefix_aware_queue',
  'prefix_hash_chars',
  'httpx_trust_env',
  'rpm',
  'tpm',
  'fleet_concurrency',
]);
const CHAT: ReadonlySet<string> = new Set([
  'stream',
  'seed',
  'system_prompt',
  'max_size_in_mb',
  'fps',
  'nframes',
  'max_frames',
  'max_frames_num',
  'video_fps',
  'max_pixels',
  'min_pixels',
]);

/** Arguments of lmms-eval's classes that choose nothing here; accepted so that its commands still work. */
const WITHOUT_EFFECT: readonly CatalogueParameter[] = [
  'modality',
  'image_token',
  'interleave',
  'continual_mode',
  'response_persistent_folder',
  'tmp_folder',
].map((name) => parameter(name, 'Accepted for existing commands; without effect.'));

/** Shared arguments, some with a default of this API's own. */
function shared(
  names: ReadonlySet<string>,
  defaults: Readonly<Record<string, JsonPrimitive>> = {},
): CatalogueParameter[] {
  return OPENAI_PARAMETERS.filter(({ name }) => names.has(name)).map((each) => {
    const value = defaults[each.name];
    return value === undefined ? each : { ...each, default: value };
  });
}

function endpoint(root: string, keyName: string): CatalogueParameter[] {
  return [
    parameter('base_url', `Root of the API; ${root}.`),
    {
      ...parameter('api_key_env', 'Name of the environment variable with the key.', keyName),
      isSecret: true,
    },
  ];
}

const REASONING = parameter(
  'reasoning_effort',
  'How long to think, such as low, medium or high; what the provider does where absent.',
);
const NATIVE_VIDEO = (value: string, why: string) =>
  parameter('video', `native sends the file itself, frames sends pictures of it; ${why}.`, value);

function hosted(entry: Omit<CatalogueEntry, 'placement' | 'logprobs' | 'runs'>): CatalogueEntry {
  return {
    // Most ids of lmms-eval have a simple class only; the others say so.
    forms: 'simple',
    ...entry,
    placement: 'endpoint',
    logprobs: false,
    runs: 'as a client of the provider’s API',
  };
}

/** The chat-completions API under a name of its own: other defaults, the same arguments. */
function variant(
  defaults: Readonly<Record<string, JsonPrimitive>>,
  more: readonly CatalogueParameter[] = [],
): CatalogueParameter[] {
  const own = new Set(more.map(({ name }) => name));
  return [
    ...more,
    ...OPENAI_PARAMETERS.filter(({ name }) => !own.has(name)).map((each) => {
      const value = defaults[each.name];
      return value === undefined ? each : { ...each, default: value };
    }),
    ...WITHOUT_EFFECT.filter(({ name }) => name === 'modality'),
  ];
}

/** APIs that are not simply "an OpenAI-compatible endpoint"; adapters in activities/models. */
export const API_ENTRIES: readonly CatalogueEntry[] = [
  hosted({
    id: 'azure_openai',
    forms: 'both',
    aliases: ['azure'],
    summary: 'A deployment of Azure OpenAI, by its address, API version and api-key header.',
    media: ['image', 'audio', 'video', 'document'],
    tools: true,
    needs: ['AZURE_OPENAI_API_KEY'],
    parameters: variant({
      azure_openai: true,
      api_key_env: 'AZURE_OPENAI_API_KEY',
      check_model: false,
    }),
  }),
  hosted({
    id: 'openai_responses',
    forms: 'chat',
    aliases: [],
    summary: 'The Responses API of OpenAI, with its reasoning settings.',
    media: ['image', 'video', 'document'],
    tools: true,
    needs: ['OPENAI_API_KEY'],
    parameters: [
      ...endpoint(
        'else OPENAI_API_BASE, OPENAI_BASE_URL, https://api.openai.com/v1',
        'OPENAI_API_KEY',
      ),
      ...shared(CLIENT),
      ...shared(CHAT),
      REASONING,
      ...BATCH_PARAMETERS,
    ],
  }),
  hosted({
    id: 'gpt4o_audio',
    aliases: [],
    summary: 'Models of the chat-completions API that hear and speak; the answer is what they say.',
    media: ['image', 'audio', 'video', 'document'],
    tools: true,
    needs: ['OPENAI_API_KEY'],
    parameters: variant({ timeout: 120 }, [
      parameter('audio_output', 'Let the model speak too; its transcript is the answer.', false),
      parameter('audio_voice', 'Voice, where it speaks.', 'alloy'),
      parameter('audio_format', 'Sound format, where it speaks.', 'wav'),
    ]),
  }),
  hosted({
    id: 'srt_api',
    aliases: ['sglang_server'],
    summary: 'A running SGLang server, by host and port.',
    media: ['image', 'audio', 'video', 'document'],
    tools: true,
    needs: ['a running SGLang server'],
    parameters: variant({ nframes: 32, max_frames_num: 32, timeout: 60 }, [
      parameter('host', 'Host of the server, unless base_url is given.', '127.0.0.1'),
      parameter('port', 'Port of the server, unless base_url is given.', 30000),
      ...[
        'chat_template',
        'mem_fraction_static',
        'tp',
        'chunked_prefill_size',
        'num_processes',
      ].map((name) => parameter(name, 'Accepted for existing commands; the server decides it.')),
    ]),
  }),
  hosted({
    id: 'anthropic',
    aliases: ['claude'],
    summary: 'Claude through the Messages API of Anthropic.',
    media: ['image', 'video', 'document'],
    tools: true,
    needs: ['ANTHROPIC_API_KEY'],
    parameters: [
      ...endpoint('else ANTHROPIC_BASE_URL, https://api.anthropic.com/v1', 'ANTHROPIC_API_KEY'),
      ...shared(CLIENT, { check_model: false }),
      ...shared(CHAT, { max_size_in_mb: 3.75, nframes: 10 }),
      parameter(
        'thinking',
        'off, adaptive, or a number of tokens to think before answering; they come on top of max_new_tokens.',
      ),
      REASONING,
      ...BATCH_PARAMETERS,
      ...WITHOUT_EFFECT,
    ],
  }),
  hosted({
    id: 'gemini',
    aliases: ['gemini_api'],
    summary: 'Gemini through the generateContent API of Google.',
    media: ['image', 'audio', 'video', 'document'],
    tools: true,
    needs: ['GOOGLE_API_KEY or GEMINI_API_KEY'],
    parameters: [
      ...endpoint('else https://generativelanguage.googleapis.com/v1beta', 'GOOGLE_API_KEY'),
      ...shared(CLIENT, { check_model: false, timeout: 120 }),
      ...shared(CHAT, { max_size_in_mb: 15 }),
      NATIVE_VIDEO('native', 'a native video may have 15 MB'),
      parameter(
        'thinking_budget',
        'Tokens to think before answering, 0 for none and -1 for as many as it likes; they count against max_new_tokens.',
      ),
      REASONING,
      parameter(
        'safety_threshold',
        'From which probability of harm on to block, in all categories; default leaves the provider’s own.',
        'BLOCK_NONE',
      ),
      ...WITHOUT_EFFECT,
    ],
  }),
  hosted({
    id: 'dashscope',
    aliases: ['qwen_vl_api'],
    summary: 'Qwen models through the multimodal API of DashScope.',
    media: ['image', 'audio', 'video', 'document'],
    tools: false,
    needs: ['DASHSCOPE_API_KEY'],
    parameters: [
      ...endpoint(
        'else DASHSCOPE_HTTP_BASE_URL, https://dashscope.aliyuncs.com/api/v1',
        'DASHSCOPE_API_KEY',
      ),
      ...shared(CLIENT),
      ...shared(CHAT, { max_size_in_mb: 7 }),
      NATIVE_VIDEO('frames', 'frames are sent as one list, which the model sees as a video'),
      ...WITHOUT_EFFECT,
    ],
  }),
  hosted({
    id: 'reka',
    aliases: [],
    summary: 'Reka models through the chat API of Reka.',
    media: ['image', 'audio', 'video', 'document'],
    tools: false,
    needs: ['REKA_API_KEY'],
    parameters: [
      ...endpoint('else https://api.reka.ai/v1', 'REKA_API_KEY'),
      ...shared(CLIENT, { timeout: 120, check_model: false }),
      ...shared(CHAT, { max_frames_num: 5, nframes: 5 }).filter(({ name }) => name !== 'stream'),
      NATIVE_VIDEO('native', 'as lmms-eval sends it'),
      ...WITHOUT_EFFECT,
    ],
  }),
  hosted({
    id: 'whisper',
    aliases: ['whisper_vllm'],
    summary:
      'Speech recognition: any server with the transcriptions API of OpenAI, such as vLLM serving Whisper.',
    media: ['audio'],
    tools: false,
    needs: ['a server with /v1/audio/transcriptions'],
    parameters: [
      ...endpoint(
        'such as http://host:8000/v1, else OPENAI_API_BASE, OPENAI_BASE_URL',
        'OPENAI_API_KEY',
      ),
      ...shared(CLIENT, { check_model: false }),
      parameter(
        'language',
        'Language of the speech as a code such as en; auto lets it be guessed.',
        'en',
      ),
      parameter('task', 'transcribe, or translate into English.', 'transcribe'),
      parameter('send_prompt', 'Send the text of the task as the decoder’s prompt.', false),
      ...[
        'device',
        'device_map',
        'use_cache',
        'tensor_parallel_size',
        'gpu_memory_utilization',
      ].map((name) => parameter(name, 'Accepted for existing commands; the server decides it.')),
    ],
  }),
];
