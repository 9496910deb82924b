import { afterEach, describe, expect, test } from 'vitest';
import type { BatchAnswer, BatchState } from '../../../activities/batch/provider-batches.ts';
import { providerBatches } from '../../../activities/batch/provider-batches.ts';
import { findModel } from '../../../activities/models/registry.ts';
import {
  startFakeBatchServer,
  type FakeBatchServer,
  type FakeBatchServerOptions,
} from '../../support/fake-batch-server.ts';
import { modelContext } from '../../support/model-context.ts';
import { textRequest } from '../../support/requests.ts';

const KEY = '0123456789abcdef';
let never = new AbortController().signal;

describe.each(['openai_compatible', 'openai_responses', 'anthropic'])('batches of %s', (id) => {
  let server: FakeBatchServer;
  let dispose: (() => Promise<void>) | undefined;
  afterEach(async () => {
    await dispose?.();
    await server.stop();
  });

  const open = async (options: FakeBatchServerOptions = {}) => {
    // One of its own: every transport listens to it.
    never = new AbortController().signal;
    server = await startFakeBatchServer(options);
    const factory = await findModel(id);
    const args = {
      model: 'fake-model',
      base_url: server.baseUrl,
      batch: true,
      retry_backoff_s: 0.01,
      max_retries: 2,
    };
    const adapter = await factory.create(
      args,
      modelContext({ OPENAI_API_KEY: 'a-key', ANTHROPIC_API_KEY: 'a-key' }),
    );
    dispose = () => adapter.dispose();
    const endpoint = adapter.batches!;
    const provider = providerBatches(endpoint);
    const lines = async (count: number) => {
      const all: string[] = [];
      for (let doc = 0; doc < count; doc += 1) {
        const body = await endpoint.ask(textRequest(`Question ${doc}: which?`), never);
        all.push(provider.line(`${KEY}-${doc}-0`, body));
      }
      return all;
    };
    return { endpoint, provider, lines };
  };

  test('a batch that was being sent is found again once it can be told from others', async () => {
    const { provider, lines } = await open();
    const sinceMs = Date.now();
    const sent = { key: KEY, requests: 2, sinceMs };
    expect(await provider.find(sent, never)).toBe('none');
    await provider.submit(await lines(3), 'ffffffffffffffff', never);
    expect(await provider.find(sent, never)).toBe('none');
    const batchId = await provider.submit(await lines(2), KEY, never);
    // Anthropic's batches bear no mark: only their answers tell whose they are.
    expect([{ id: batchId }, 'uncertain']).toContainEqual(await provider.find(sent, never));
    server.endAll();
    if (id !== 'openai_responses') {
      expect(await provider.find(sent, never)).toEqual({ id: batchId });
    }
  });

  test('is open until it ends, and tells why it ended', async () => {
    const { provider, lines } = await open();
    const batchId = await provider.submit(await lines(2), KEY, never);
    expect((await provider.state(batchId, never)).ending).toBe('none');
    await provider.cancel(batchId, never);
    expect((await provider.state(batchId, never)).ending).toBe('cancelled');
  });

  test('hands over every answer under its own id', async () => {
    const { provider, lines } = await open({
      endsAtOnce: true,
      outcome: ({ customId }) =>
        customId.includes('-1-') ? 'expired' : customId.includes('-2-') ? 'cancelled' : 'answered',
    });
    const batchId = await provider.submit(await lines(4), KEY, never);
    const state: BatchState = await provider.state(batchId, never);
    const answers = new Map<string, BatchAnswer['outcome']['kind']>();
    await provider.results(
      state,
      ({ customId, outcome }) => answers.set(customId, outcome.kind),
      never,
    );
    expect([...answers].sort(([a], [b]) => (a < b ? -1 : 1))).toEqual([
      [`${KEY}-0-0`, 'answered'],
      [`${KEY}-1-0`, 'expired'],
      [`${KEY}-2-0`, 'cancelled'],
      [`${KEY}-3-0`, 'answered'],
    ]);
  });

  test('an unknown batch is an error that no wait mends', async () => {
    const { provider } = await open();
    await expect(provider.state('batch_99', never)).rejects.toMatchObject({ retry: 'never' });
  });
});

describe('a batch of OpenAI that never began', () => {
  test.each([
    ['token_limit_exceeded', 'put-off'],
    ['invalid_json_line', 'refused'],
  ])('%s is %s', async (code, ending) => {
    const server = await startFakeBatchServer({ refuse: () => code });
    const factory = await findModel('openai_compatible');
    const adapter = await factory.create(
      { model: 'fake-model', base_url: server.baseUrl, batch: true },
      modelContext({}),
    );
    const provider = providerBatches(adapter.batches!);
    const batchId = await provider.submit([], KEY, never);
    const state = await provider.state(batchId, never);
    expect(state).toMatchObject({ ending, reason: 'the file is not good' });
    await adapter.dispose();
    await server.stop();
  });
});
