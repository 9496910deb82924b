import { afterAll } from 'vitest';

import { findModel } from '../../../activities/models/registry.ts';
import type { ModelArguments } from '../../../activities/models/model-adapter.ts';
import { startFakeEndpoint } from '../../support/fake-endpoint.ts';
import { modelContext } from '../../support/model-context.ts';
import { textRequest } from '../../support/requests.ts';
import { standInMedia } from '../../support/stand-in-media.ts';
import { testModelAdapter } from './model-contract.ts';

const endpoint = await startFakeEndpoint({ streamChunks: 3, chunkDelayMs: 2 });
const echoing = await startFakeEndpoint({ answer: () => 'one two STOP three' });
const slow = await startFakeEndpoint({ latencyMs: 2000 });
afterAll(async () => {
  for (const each of [endpoint, echoing, slow]) await each.stop();
});

const create = async (baseUrl: string, args: ModelArguments = {}) =>
  (await findModel('openai_compatible')).create(
    { model: 'fake-model', base_url: baseUrl, ...args },
    { ...modelContext(), media: standInMedia() },
  );

testModelAdapter('openai_compatible', () => create(endpoint.baseUrl), {
  createSlow: () => create(slow.baseUrl),
  logLikelihood: false,
  countsTokens: true,
  streams: true,
  failing: async () =>
    (await create(endpoint.baseUrl, { model: 'nobody' })).generate(
      textRequest('?'),
      new AbortController().signal,
    ),
});

testModelAdapter(
  'openai_compatible (stream=false)',
  () => create(echoing.baseUrl, { stream: false }),
  {
    logLikelihood: false,
    countsTokens: true,
    streams: false,
    stopCase: { prompt: 'Count.', stop: 'STOP' },
  },
);
