import type { ModelFamily } from './model-family.ts';

/** Ids of lmms-eval that are another adapter with settings of their own. */
export const apiFamilies: readonly ModelFamily[] = [
  {
    id: 'gpt4v',
    title: 'GPT-4 with vision and its successors, through chat completions',
    adapter: 'openai_compatible',
    forms: 'simple',
    media: ['image', 'video'],
    profile: { nframes: 10, timeout: 120 },
  },
  {
    id: 'batch_gpt4',
    title: 'GPT-4 through the Batch API of OpenAI',
    adapter: 'openai_compatible',
    forms: 'simple',
    media: ['image', 'video'],
    checkpoint: 'gpt-4o',
    profile: { nframes: 10, timeout: 120, batch: true },
  },
  {
    id: 'dummy_video_reader',
    title: 'A constant answer without a model',
    adapter: 'mock',
    forms: 'simple',
    media: ['image', 'video'],
    profile: { mode: 'constant', response: 'A', name: 'dummy_video_reader' },
    note: 'No frame is decoded: `npm run bench` measures decoding.',
  },
];
