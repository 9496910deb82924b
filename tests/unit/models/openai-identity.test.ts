import { afterEach, describe, expect, test } from 'vitest';

import { openAiFactory } from '../../../activities/models/openai-compatible/openai-factory.ts';
import type { ModelArguments } from '../../../activities/models/model-adapter.ts';
import { startFakeEndpoint } from '../../support/fake-endpoint.ts';
import { modelContext } from '../../support/model-context.ts';
import { createOpenAiBench } from '../../support/openai-bench.ts';
const bench = createOpenAiBench();
afterEach(() => bench.cleanUp());

describe('identify', () => {
  const identify = (args: ModelArguments, secrets: Record<string, string> = {}) =>
    openAiFactory('openai_compatible').identify(
      { model: 'fake-model', ...args },
      modelContext(secrets),
    );

  test('the key depends on what decides answers, and on nothing else', async () => {
    const { baseUrl } = await bench.fake({ models: ['fake-model', 'other'] });
    const plain = await identify({ base_url: baseUrl });
    expect(plain.modelKey).toMatch(/^[0-9a-f]{24}$/);
    const same = { base_url: `${baseUrl}/`, timeout: 5, num_concurrent: 2, max_retries: 1 };
    expect(await identify(same, { OPENAI_API_KEY: 'sk' })).toEqual(plain);
    const changes: ModelArguments[] = [{ model: 'other' }, { system_prompt: 'x' }, { seed: 1 }];
    for (const change of changes) {
      const { modelKey } = await identify({ base_url: baseUrl, ...change });
      expect(modelKey, JSON.stringify(change)).not.toBe(plain.modelKey);
    }
  });

  test('an endpoint that is down, a wrong key and a missing key are told before the run', async () => {
    const { baseUrl } = await bench.fake({ apiKey: 'right' });
    const gone = await startFakeEndpoint();
    await gone.stop();
    await expect(identify({ base_url: gone.baseUrl })).rejects.toMatchObject({
      code: 'endpoint-unreachable',
      retry: 'never',
    });
    const denied = { code: 'endpoint-denied' };
    await expect(
      identify({ base_url: baseUrl }, { OPENAI_API_KEY: 'wrong' }),
    ).rejects.toMatchObject(denied);
    await expect(identify({ base_url: baseUrl })).rejects.toMatchObject(denied);
    await expect(identify({ base_url: baseUrl, api_key_env: 'NOBODY' })).rejects.toMatchObject({
      code: 'secret-missing',
    });
    await identify({ base_url: baseUrl, api_key_env: 'K' }, { K: 'right' });
  });

  test('a server without a list of models is no obstacle', async () => {
    await identify({ base_url: await bench.serveJson(404, { error: 'Not Found' }) });
  });
});
