import { findModel } from '../../../activities/models/registry.ts';
import type { ModelArguments } from '../../../activities/models/model-adapter.ts';
import { modelContext } from '../../support/model-context.ts';
import { textRequest } from '../../support/requests.ts';
import { testModelAdapter } from './model-contract.ts';

const create = async (args: ModelArguments) =>
  (await findModel('mock')).create(args, modelContext());

testModelAdapter('mock', () => create({ mode: 'hash' }), {
  createSlow: () => create({ mode: 'hash', latency_ms: 2000 }),
  logLikelihood: true,
  countsTokens: true,
  streams: true,
  failing: async () =>
    (await create({ fail_rate: 1 })).generate(textRequest('?'), new AbortController().signal),
});

testModelAdapter('mock (echo)', () => create({ mode: 'echo' }), {
  logLikelihood: true,
  countsTokens: true,
  streams: true,
  stopCase: { prompt: 'one two STOP three', stop: 'STOP' },
});
