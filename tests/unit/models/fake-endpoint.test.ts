import { afterEach, expect, test } from 'vitest';

import { spawnFakeEndpoint } from '../../support/spawn-fake-endpoint.ts';
import { startFakeEndpoint } from '../../support/fake-endpoint.ts';
import type { FakeEndpoint, FakeEndpointOptions } from '../../support/fake-endpoint.ts';

const started: FakeEndpoint[] = [];
afterEach(async () => {
  for (const endpoint of started.splice(0)) await endpoint.stop();
});
const start = async (options: FakeEndpointOptions) => {
  const endpoint = await startFakeEndpoint(options);
  started.push(endpoint);
  return endpoint;
};

const post = (baseUrl: string, content: string) =>
  fetch(`${baseUrl}/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({ model: 'fake-model', messages: [{ role: 'user', content }] }),
  });

test('work that is asked for twice is counted', async () => {
  const { baseUrl, stats } = await start({});
  for (const content of ['a', 'b', 'a', 'a']) await (await post(baseUrl, content)).json();
  expect(stats()).toMatchObject({ requests: 4, answered: 4, answeredAgain: 2, prompts: 2 });
});

test('faults fall on the same prompts in every run', async () => {
  const statuses = async (seed: number) => {
    const { baseUrl } = await start({ faults: { seed, status500: 0.5 } });
    const seen: number[] = [];
    for (let index = 0; index < 30; index += 1) {
      const response = await post(baseUrl, String(index));
      await response.text();
      seen.push(response.status);
    }
    return seen;
  };
  const first = await statuses(1);
  expect(await statuses(1)).toEqual(first);
  expect(await statuses(2)).not.toEqual(first);
  expect(new Set(first)).toEqual(new Set([200, 500]));
});

test('as a process of its own it tells its counts, and ends when it is told to', async () => {
  const endpoint = await spawnFakeEndpoint({ latencyMs: 1 });
  await (await post(endpoint.baseUrl, 'a')).json();
  expect(await endpoint.stats()).toMatchObject({ answered: 1 });
  await endpoint.stop();
  expect(() => process.kill(endpoint.pid, 0)).toThrow(/ESRCH/);
});
