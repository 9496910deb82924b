import { given, type EngineProfile } from '../engine-profile.ts';

/** Layers on the GPU where the operator says nothing: all of them. */
const ALL_LAYERS = '999';

export const llamaCpp: EngineProfile = {
  id: 'llama_cpp',
  command: ['llama-server'],
  install: 'install llama.cpp (https://github.com/ggml-org/llama.cpp)',
  accepts: ['image', 'audio'],
  readsHub: false,
  healthPath: '/health',
  logprobs: 'none',
  commandLine: (args, launch) => [
    '--model',
    launch.model,
    '--alias',
    launch.servedName,
    '--host',
    launch.host,
    '--port',
    String(launch.port),
    '--n-gpu-layers',
    args.text('n_gpu_layers') ?? ALL_LAYERS,
    ...given(args, {
      mmproj: '--mmproj',
      max_model_len: '--ctx-size',
      max_num_seqs: '--parallel',
      chat_template: '--chat-template-file',
      engine_seed: '--seed',
    }),
  ],
};
