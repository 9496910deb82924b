import type { CatalogueEntry } from './catalogue-entry.ts';
import { OPENAI_PARAMETERS } from './openai-parameters.ts';

export const openAiEntry: CatalogueEntry = {
  id: 'openai_compatible',
  aliases: [
    'openai',
    'async_openai',
    'openai_compatible_chat',
    'async_openai_compatible',
    'async_openai_compatible_chat',
  ],
  placement: 'endpoint',
  summary:
    'Any server with the OpenAI chat-completions API (vLLM, SGLang, TGI, llama.cpp, hosted).',
  forms: 'both',
  media: ['image', 'audio', 'video', 'document'],
  logprobs: true,
  tools: true,
  needs: ['base_url or OPENAI_API_BASE', 'a key in OPENAI_API_KEY, or in what api_key_env names'],
  runs: 'anywhere, as a client of the endpoint',
  parameters: OPENAI_PARAMETERS,
};
