import { afterEach, describe, expect, test } from 'vitest';

import { startFakeEndpoint } from '../../support/fake-endpoint.ts';
import { createOpenAiBench } from '../../support/openai-bench.ts';
import { textRequest } from '../../support/requests.ts';
const bench = createOpenAiBench();
afterEach(() => bench.cleanUp());
const never = () => new AbortController().signal;

describe('what no other attempt can mend is not tried again', () => {
  test.each([
    [401, 'Incorrect API key', 'endpoint-denied', 'endpoint'],
    [403, 'Forbidden', 'endpoint-denied', 'endpoint'],
    [402, 'Payment required', 'endpoint-denied', 'endpoint'],
    [404, 'The model `x` does not exist', 'endpoint-model-unknown', 'endpoint'],
    [400, 'model_not_found', 'endpoint-model-unknown', 'endpoint'],
    [404, 'Not Found', 'endpoint-unreachable', 'endpoint'],
    [307, 'Moved', 'endpoint-unreachable', 'endpoint'],
    [400, "This model's maximum context length is 4096 tokens", 'context-too-long', 'document'],
    [400, 'violated our content management policy', 'content-filtered', 'document'],
    [422, 'temperature must be positive', 'endpoint-rejected-request', 'document'],
    [413, 'Request too large', 'endpoint-rejected-request', 'document'],
  ])('%i %s', async (status, message, code, scope) => {
    let posts = 0;
    const baseUrl = await bench.serve((request, response) => {
      if (request.method === 'POST') posts += 1;
      response.writeHead(status).end(JSON.stringify({ error: { message } }));
    });
    const answer = bench.adapterOf(baseUrl).generate(textRequest('?'), never());
    await expect(answer).rejects.toMatchObject({ code, retry: 'never', data: { scope } });
    expect(posts).toBe(1);
  });

  test('a denial names the address and the variable, never the key', async () => {
    const baseUrl = await bench.serveJson(401, { error: { message: 'Bad key sk-secret-123456' } });
    const adapter = bench.adapterOf(baseUrl, { api_key_env: 'MY_KEY' }, 'sk-secret-123456');
    const error: Error = await adapter.generate(textRequest('?'), never()).then(
      () => new Error('answered'),
      (reason: Error) => reason,
    );
    expect(error.message).toContain(baseUrl);
    expect(error.message).toContain('MY_KEY');
    expect(error.message).not.toContain('sk-secret');
  });

  test('an unknown model is told with what the endpoint offers', async () => {
    const models = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const { baseUrl } = await bench.fake({ models });
    await expect(bench.adapterOf(baseUrl).generate(textRequest('?'), never())).rejects.toThrow(
      /"fake-model".*It offers a, b, c, d, e and 2 more\./,
    );
  });

  test('an endpoint that always answers as another model stops the run, not the document', async () => {
    const { baseUrl } = await bench.fake({ faults: { wrongModel: 1, maxFaultsPerPrompt: 99 } });
    const answer = bench.adapterOf(baseUrl, { max_retries: 2 }).generate(textRequest('?'), never());
    await expect(answer).rejects.toMatchObject({ code: 'endpoint-model-unknown' });
    const lenient = bench.adapterOf(baseUrl, { check_model: false });
    expect((await lenient.generate(textRequest('?'), never())).attempts).toBe(1);
  });

  test('a refused connection is for the caller to wait out', async () => {
    const gone = await startFakeEndpoint();
    await gone.stop();
    await expect(
      bench.adapterOf(gone.baseUrl).generate(textRequest('?'), never()),
    ).rejects.toMatchObject({
      code: 'endpoint-unreachable',
      retry: 'backoff',
      data: { scope: 'endpoint', attempts: 1 },
    });
  });

  test('a gateway without a server behind it counts as unreachable', async () => {
    const adapter = bench.adapterOf(await bench.serveJson(503, { error: 'no upstream' }), {
      max_retries: 2,
    });
    await expect(adapter.generate(textRequest('?'), never())).rejects.toMatchObject({
      code: 'endpoint-unreachable',
      retry: 'backoff',
    });
  });
});

test('requests in flight when the adapter is disposed of end as cancelled', async () => {
  const { baseUrl } = await bench.fake({ faults: { hang: 1 } });
  const adapter = bench.adapterOf(baseUrl);
  const answer = adapter.generate(textRequest('?'), never());
  setTimeout(() => void adapter.dispose(), 30);
  await expect(answer).rejects.toMatchObject({ code: 'cancelled' });
});
