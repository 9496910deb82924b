import { given, switched, type EngineProfile } from '../engine-profile.ts';

export const tgi: EngineProfile = {
  id: 'tgi',
  command: ['text-generation-launcher'],
  install: 'install text-generation-inference, or run its container image',
  accepts: ['image'],
  readsHub: true,
  healthPath: '/health',
  logprobs: 'none',
  commandLine: (args, launch) => [
    '--model-id',
    launch.model,
    '--served-model-name',
    launch.servedName,
    '--hostname',
    launch.host,
    '--port',
    String(launch.port),
    ...given(args, {
      revision: '--revision',
      dtype: '--dtype',
      max_model_len: '--max-total-tokens',
      gpu_memory_utilization: '--cuda-memory-fraction',
      tensor_parallel_size: '--num-shard',
      quantization: '--quantize',
      max_num_seqs: '--max-concurrent-requests',
    }),
    ...switched(args, { trust_remote_code: '--trust-remote-code' }),
  ],
};
