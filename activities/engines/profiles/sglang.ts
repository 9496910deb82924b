import { given, switched, type EngineProfile } from '../engine-profile.ts';

export const sglang: EngineProfile = {
  id: 'sglang',
  command: ['python3', '-m', 'sglang.launch_server'],
  install: 'pip install "sglang[all]"',
  accepts: ['image', 'video'],
  readsHub: true,
  healthPath: '/health_generate',
  logprobs: 'sglang',
  commandLine: (args, launch) => [
    '--model-path',
    launch.model,
    '--served-model-name',
    launch.servedName,
    '--host',
    launch.host,
    '--port',
    String(launch.port),
    ...given(args, {
      revision: '--revision',
      dtype: '--dtype',
      max_model_len: '--context-length',
      gpu_memory_utilization: '--mem-fraction-static',
      tensor_parallel_size: '--tp-size',
      pipeline_parallel_size: '--pp-size',
      data_parallel_size: '--dp-size',
      quantization: '--quantization',
      max_num_seqs: '--max-running-requests',
      chat_template: '--chat-template',
      reasoning_parser: '--reasoning-parser',
      engine_seed: '--random-seed',
    }),
    ...switched(args, {
      trust_remote_code: '--trust-remote-code',
      enforce_eager: '--disable-cuda-graph',
    }),
  ],
};
