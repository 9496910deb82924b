import type { EngineProfile } from '../engine-profile.ts';

/** Serves whatever its store holds: the model is named per request, not at the start. */
export const ollama: EngineProfile = {
  id: 'ollama',
  command: ['ollama', 'serve'],
  install: 'install Ollama (https://ollama.com/download) and pull the model',
  accepts: ['image'],
  readsHub: false,
  healthPath: '/api/version',
  logprobs: 'none',
  commandLine: () => [],
  environment: (args, launch) => ({
    OLLAMA_HOST: `${launch.host}:${launch.port}`,
    ...variable('OLLAMA_NUM_PARALLEL', args.text('max_num_seqs')),
    ...variable('OLLAMA_CONTEXT_LENGTH', args.text('max_model_len')),
  }),
};

function variable(name: string, value: string | undefined): Record<string, string> {
  return value === undefined ? {} : { [name]: value };
}
