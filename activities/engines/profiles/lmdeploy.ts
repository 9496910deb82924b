import { given, switched, type EngineProfile } from '../engine-profile.ts';

export const lmdeploy: EngineProfile = {
  id: 'lmdeploy',
  command: ['lmdeploy', 'serve', 'api_server'],
  install: 'pip install lmdeploy',
  accepts: ['image'],
  readsHub: true,
  healthPath: '/health',
  logprobs: 'none',
  commandLine: (args, launch) => [
    launch.model,
    '--server-name',
    launch.host,
    '--server-port',
    String(launch.port),
    '--model-name',
    launch.servedName,
    ...given(args, {
      revision: '--revision',
      dtype: '--dtype',
      max_model_len: '--session-len',
      gpu_memory_utilization: '--cache-max-entry-count',
      tensor_parallel_size: '--tp',
      data_parallel_size: '--dp',
      quantization: '--quant-policy',
      max_num_seqs: '--max-batch-size',
      chat_template: '--chat-template',
      reasoning_parser: '--reasoning-parser',
    }),
    ...switched(args, {
      trust_remote_code: '--trust-remote-code',
      enforce_eager: '--eager-mode',
    }),
  ],
};
