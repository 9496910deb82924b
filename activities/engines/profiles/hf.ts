import { join } from 'node:path';
import { packageRoot } from '../../../tasks/package-root.ts';
import { given, switched, type EngineProfile } from '../engine-profile.ts';

/** The server that this project ships; Python is not compiled, so it stays in the source folder. */
const SERVER = join(packageRoot(), 'activities', 'engines', 'hf_server', 'server.py');

export const hf: EngineProfile = {
  id: 'hf',
  command: ['python3', SERVER],
  install: 'pip install torch transformers pillow',
  accepts: ['image'],
  readsHub: true,
  healthPath: '/health',
  logprobs: 'vllm',
  commandLine: (args, launch) => [
    '--model',
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
      max_model_len: '--max-model-len',
      max_num_seqs: '--max-batch-size',
      device_map: '--device-map',
      attn_implementation: '--attn-implementation',
      chat_template: '--chat-template',
    }),
    ...switched(args, { trust_remote_code: '--trust-remote-code' }),
  ],
};
