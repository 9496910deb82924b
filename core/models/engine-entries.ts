import type { MediaKind } from '../media.ts';
import { parameter, type CatalogueEntry, type CatalogueParameter } from './catalogue-entry.ts';

/** Client-side arguments that an engine shares with any endpoint. */
const CLIENT_ARGUMENTS: ReadonlySet<string> = new Set([
  'timeout',
  'max_retries',
  'retry_backoff_s',
  'rate_limit_patience_s',
  'num_concurrent',
  'batch_size',
  'stream',
  'seed',
  'system_prompt',
  'message_format',
  'is_qwen3_vl',
  'max_size_in_mb',
  'prefix_aware_queue',
  'prefix_hash_chars',
  'fps',
  'nframes',
  'max_frames',
  'max_frames_num',
  'video_fps',
  'max_pixels',
  'min_pixels',
]);

const MODEL: readonly CatalogueParameter[] = [
  parameter(
    'model',
    'Folder of the weights, Hub id, or URL of a folder in an artifact store (s3://bucket/prefix).',
  ),
  parameter('pretrained', 'Same as model.'),
  parameter('model_version', 'Same as model.'),
  parameter('revision', 'Branch, tag or commit of a Hub id; a branch is pinned to its commit.'),
  parameter('dtype', 'Number format of the weights, such as bfloat16.'),
  parameter('max_model_len', 'Tokens of prompt and answer together.'),
  parameter(
    'trust_remote_code',
    'Run code that comes with the model; only where the operator of the worker set ASSAY_ALLOW_REMOTE_CODE=1.',
    false,
  ),
  parameter('startup_timeout_s', 'Seconds until the engine must answer.', 1800),
];

const GPU: readonly CatalogueParameter[] = [
  parameter('gpu_memory_utilization', 'Share of GPU memory that the engine may take.'),
  parameter('tensor_parallel_size', 'GPUs that hold one copy of the model together.'),
  parameter('max_num_seqs', 'Requests that the engine works on at once.'),
  parameter('quantization', 'Quantization method.'),
];

const PARALLEL: readonly CatalogueParameter[] = [
  parameter('pipeline_parallel_size', 'Stages that one copy of the model is split into.'),
  parameter('data_parallel_size', 'Copies of the model that share the requests.'),
  parameter('chat_template', 'File with a chat template, on the worker’s host.'),
  parameter('reasoning_parser', 'How the engine tells thoughts from answers.'),
  parameter('engine_seed', 'Seed of the engine itself.'),
];
const EAGER = parameter(
  'enforce_eager',
  'Do without captured graphs: slower, starts faster.',
  false,
);

/** The engine arguments of each served engine beside those of any endpoint. */
const OWN: Readonly<Record<string, readonly CatalogueParameter[]>> = {
  vllm: [
    ...MODEL,
    ...GPU,
    ...PARALLEL,
    EAGER,
    parameter('limit_mm_per_prompt', 'Media per prompt as JSON, such as {"image":8}.'),
    parameter('mm_processor_kwargs', 'Arguments of the media processor as JSON.'),
  ],
  sglang: [...MODEL, ...GPU, ...PARALLEL, EAGER],
  lmdeploy: [
    ...MODEL,
    ...GPU,
    parameter('data_parallel_size', 'Copies of the model that share the requests.'),
    parameter('chat_template', 'Name or file of a chat template.'),
    parameter('reasoning_parser', 'How the engine tells thoughts from answers.'),
    EAGER,
  ],
  tgi: [...MODEL, ...GPU],
  llama_cpp: [
    ...MODEL.filter(({ name }) => !['dtype', 'revision', 'trust_remote_code'].includes(name)),
    parameter('mmproj', 'GGUF file of the vision part, on the worker’s host.'),
    parameter('n_gpu_layers', 'Layers to keep on the GPU; all by default.'),
    parameter('max_num_seqs', 'Requests that the engine works on at once.'),
    parameter('chat_template', 'File with a chat template, on the worker’s host.'),
    parameter('engine_seed', 'Seed of the engine itself.'),
  ],
  ollama: [
    ...MODEL.filter(({ name }) => !['dtype', 'revision', 'trust_remote_code'].includes(name)),
    parameter('max_num_seqs', 'Requests that the engine works on at once.'),
  ],
  hf: [
    ...MODEL,
    parameter('max_num_seqs', 'Requests computed together.'),
    parameter('device_map', 'Where layers go, such as auto, cuda:0 or cpu.'),
    parameter('attn_implementation', 'Attention kernel, such as sdpa or flash_attention_2.'),
    parameter('chat_template', 'File with a chat template, on the worker’s host.'),
  ],
};

const SUMMARIES: Readonly<Record<string, string>> = {
  vllm: 'A checkpoint served by vLLM on a leased GPU group.',
  sglang: 'A checkpoint served by SGLang on a leased GPU group.',
  hf: 'Any causal or image-text-to-text model of transformers, served by the small server that comes with Assay.',
  lmdeploy: 'A checkpoint served by LMDeploy on a leased GPU group.',
  llama_cpp: 'A GGUF file served by llama-server.',
  ollama: 'A model of the local Ollama store.',
  tgi: 'A checkpoint served by Text Generation Inference.',
};

const ALIASES: Readonly<Record<string, readonly string[]>> = {
  hf: ['huggingface', 'async_hf_model', 'async_hf'],
  llama_cpp: ['llamacpp', 'llama.cpp'],
  vllm: ['vllm_chat', 'vllm_generate'],
};

const MEDIA: Readonly<Record<string, readonly MediaKind[]>> = {
  vllm: ['image', 'audio', 'video'],
  llama_cpp: ['image', 'audio'],
};

const PROGRAMS: Readonly<Record<string, string>> = {
  vllm: 'the program vllm (pip install vllm)',
  sglang: 'SGLang (pip install "sglang[all]")',
  hf: 'Python with torch and transformers',
  lmdeploy: 'the program lmdeploy (pip install lmdeploy)',
  llama_cpp: 'the program llama-server of llama.cpp',
  ollama: 'the program ollama, and the model pulled',
  tgi: 'the program text-generation-launcher',
};

/** Slow without one, but they run. */
const WITHOUT_GPU: ReadonlySet<string> = new Set(['hf', 'llama_cpp', 'ollama']);
/** Tell the probability of a given continuation. */
const SCORES: ReadonlySet<string> = new Set(['vllm', 'sglang', 'hf']);

/** Arguments of an engine: its own, then those of any endpoint. */
export function engineEntries(client: readonly CatalogueParameter[]): readonly CatalogueEntry[] {
  const shared = client.filter(({ name }) => CLIENT_ARGUMENTS.has(name));
  return Object.entries(OWN).map(([id, own]) => ({
    id,
    aliases: ALIASES[id] ?? [],
    placement: 'leased',
    summary: SUMMARIES[id] ?? '',
    forms: id === 'vllm' ? 'both' : 'chat',
    media: MEDIA[id] ?? ['image', 'video'],
    logprobs: SCORES.has(id),
    tools: true,
    needs: [PROGRAMS[id] ?? id, ...(WITHOUT_GPU.has(id) ? [] : ['a GPU'])],
    runs: 'on a leased worker, which starts the engine and stops it',
    parameters: [...own, ...shared],
  }));
}
