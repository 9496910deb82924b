import { afterAll } from 'vitest';

import type { ModelArguments } from '../../../activities/models/model-adapter.ts';
import { findModel } from '../../../activities/models/registry.ts';
import { startFakeProvider } from '../../support/fake-provider.ts';
import { modelContext } from '../../support/model-context.ts';
import { textRequest } from '../../support/requests.ts';
import { standInMedia } from '../../support/stand-in-media.ts';
import { testModelAdapter } from './model-contract.ts';

const letters = await startFakeProvider();
const counting = await startFakeProvider({ text: 'one two STOP three' });
const slow = await startFakeProvider({ latencyMs: 2000 });
afterAll(async () => {
  for (const each of [letters, counting, slow]) await each.stop();
});

// `whisper` answers no text question, which the contract begins with; its exchanges are in tests/unit/models.

/** Path of each API below its host, as users write it into base_url. */
const APIS: Readonly<Record<string, { readonly path: string; readonly args?: ModelArguments }>> = {
  anthropic: { path: '/v1' },
  gemini: { path: '/v1beta' },
  openai_responses: { path: '/v1' },
  azure_openai: { path: '', args: { api_version: '2024-10-21' } },
  dashscope: { path: '/api/v1' },
  srt_api: { path: '/v1' },
  gpt4o_audio: { path: '/v1' },
};

const create = async (id: string, base: string, args: ModelArguments = {}) => {
  const context = { ...modelContext({ AZURE_OPENAI_API_KEY: 'k' }), media: standInMedia() };
  return (await findModel(id)).create(
    { model: 'fake-model', base_url: base, retry_backoff_s: 0.001, ...args },
    context,
  );
};

for (const [id, { path, args = {} }] of Object.entries(APIS)) {
  testModelAdapter(id, () => create(id, letters.root + path, args), {
    createSlow: () => create(id, slow.root + path, args),
    logLikelihood: false,
    countsTokens: true,
    streams: true,
    failing: async () =>
      (await create(id, letters.root + path, { ...args, model: 'nobody' })).generate(
        textRequest('?'),
        new AbortController().signal,
      ),
  });
  testModelAdapter(
    `${id} (stream=false)`,
    () => create(id, counting.root + path, { ...args, stream: false }),
    {
      logLikelihood: false,
      countsTokens: true,
      streams: false,
      stopCase: { prompt: 'Count.', stop: 'STOP' },
    },
  );
}

testModelAdapter('reka', () => create('reka', `${counting.root}/v1`), {
  createSlow: () => create('reka', `${slow.root}/v1`),
  logLikelihood: false,
  countsTokens: true,
  streams: false,
  stopCase: { prompt: 'Count.', stop: 'STOP' },
  failing: async () =>
    (await create('reka', `${letters.root}/v1`, { model: 'nobody' })).generate(
      textRequest('?'),
      new AbortController().signal,
    ),
});
