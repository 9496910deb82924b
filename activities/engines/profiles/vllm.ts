import { given, switched, type EngineProfile } from '../engine-profile.ts';

export const vllm: EngineProfile = {
  id: 'vllm',
  command: ['vllm', 'serve'],
  install: 'pip install vllm',
  accepts: ['image', 'audio', 'video'],
  healthPath: '/health',
  logprobs: 'vllm',
  commandLine: (args, launch) => [
    launch.model,
    '--host',
    launch.host,
    '--port',
    String(launch.port),
    '--served-model-name',
    launch.servedName,
    ...given(args, {
      revision: '--revision',
      dtype: '--dtype',
      max_model_len: '--max-model-len',
      gpu_memory_utilization: '--gpu-memory-utilization',
      tensor_parallel_size: '--tensor-parallel-size',
      pipeline_parallel_size: '--pipeline-parallel-size',
      data_parallel_size: '--data-parallel-size',
      quantization: '--quantization',
      max_num_seqs: '--max-num-seqs',
      limit_mm_per_prompt: '--limit-mm-per-prompt',
      mm_processor_kwargs: '--mm-processor-kwargs',
      chat_template: '--chat-template',
      reasoning_parser: '--reasoning-parser',
      engine_seed: '--seed',
    }),
    ...switched(args, {
      trust_remote_code: '--trust-remote-code',
      enforce_eager: '--enforce-eager',
    }),
  ],
};
