import { describe, expect, it } from 'vitest';
import { createHubClient } from '../../../activities/datasets/hub/hub-client.ts';
import { hubSettingsFrom } from '../../../activities/datasets/hub/hub-settings.ts';
import { startFakeHub } from '../../support/fake-hub.ts';
import { collect } from './dataset-fixture.ts';
import { hubFixture, jsonLines, noisyParquet } from './hub-fixture.ts';

const ROWS = jsonLines([{ a: 1 }]);
const TOKEN = 'hf_secretsecretsecret';

describe('a dataset of the Hub that cannot be read', () => {
  it('is explained: missing, gated without a token, gated for this token', async () => {
    const { hub, open } = await hubFixture();
    const withToken = { environment: { HF_TOKEN: TOKEN } };
    await expect(open()).rejects.toThrow(/org\/set .*does not exist, or is private or gated/);
    await expect(open({}, withToken)).rejects.toThrow(/no such dataset/);
    hub.commit('org/set', { 'test.jsonl': ROWS });
    hub.gate('org/set', 'hf_other');
    await expect(open()).rejects.toMatchObject({
      code: 'dataset-not-found',
      message: expect.stringMatching(/gated\. Accept its terms .* set HF_TOKEN/) as string,
    });
    await expect(open({}, withToken)).rejects.toThrow(/account of HF_TOKEN has no access/);
    hub.gate('org/set', TOKEN);
    expect(await collect(await open({}, withToken))).toEqual([{ a: 1 }]);
  });

  it('never gives the token to another host, nor either secret to a message', async () => {
    const { hub, open } = await hubFixture();
    hub.commit('org/set', { 'test.parquet': noisyParquet(50, { cellBytes: 4000 }) });
    hub.gate('org/set', TOKEN);
    const environment = { HF_TOKEN: TOKEN };
    await collect(await open({}, { environment }));
    const authorized = (host: string) =>
      hub.requests.filter((one) => one.host === host).map((one) => one.headers.authorization);
    expect(new Set(authorized('hub'))).toEqual(new Set([`Bearer ${TOKEN}`]));
    expect(new Set(authorized('cdn'))).toEqual(new Set([undefined]));
    hub.commit('org/set', { 'test.parquet': noisyParquet(50, { cellBytes: 5000 }) });
    hub.intercept(({ host }) => (host === 'cdn' ? { status: 404 } : undefined));
    const error = await open({}, { environment }).catch((caught: unknown) => caught);
    expect(String(error)).toContain('hf://datasets/org/set@');
    expect(String(error)).not.toMatch(/secret|signature|granted/);
  });

  it('is not followed to an address without https', async () => {
    const { hub, open } = await hubFixture();
    hub.intercept(() => ({ status: 302, headers: { location: 'http://example.com/stolen?x=1' } }));
    await expect(open()).rejects.toThrow(
      /redirects to http:\/\/example\.com, which is not followed/,
    );
    hub.intercept(() => ({ status: 307, headers: { location: 'file:///etc/passwd' } }));
    await expect(open()).rejects.toThrow(/which is not followed/);
  });

  it('follows a renamed repository on the same host', async () => {
    const { hub, open } = await hubFixture();
    hub.commit('org/renamed', { 'test.jsonl': ROWS });
    hub.intercept(({ path }) =>
      path.includes('org/set')
        ? { status: 307, headers: { location: path.replace('org/set', 'org/renamed') } }
        : undefined,
    );
    expect(await collect(await open())).toEqual([{ a: 1 }]);
  });

  it('says after how many attempts it gave up, and leaves a long wait to the workflow', async () => {
    const { hub, open } = await hubFixture();
    hub.intercept(() => ({ status: 429, headers: { 'retry-after': '3600' } }));
    await expect(open()).rejects.toMatchObject({
      code: 'rate-limited',
      retry: { afterMs: 3_600_000 },
      message: expect.stringMatching(/after 1 attempt\./) as string,
    });
    expect(hub.requests).toHaveLength(1);
    const stopped = await startFakeHub();
    await stopped.stop();
    const settings = hubSettingsFrom({ HF_ENDPOINT: stopped.endpoint });
    const client = createHubClient({ ...settings, retryDelayMs: 1 });
    await expect(client.json({ path: '/x', what: 'a list' })).rejects.toMatchObject({
      code: 'endpoint-unreachable',
      message: expect.stringMatching(
        /^Cannot read a list: ECONNREFUSED after 6 attempts/,
      ) as string,
    });
  });

  it('is refused for keys without effect, tokens in the task, and odd repository names', async () => {
    const { open } = await hubFixture();
    const kwargs = (dataset_kwargs: Record<string, string | boolean>) => open({ dataset_kwargs });
    await expect(kwargs({ From_YouTube: true })).rejects.toThrow(
      /From_YouTube .*films are not downloaded from other sites/,
    );
    await expect(kwargs({ cache_dir: '../x' })).rejects.toThrow(/must be the name of a folder/);
    await expect(kwargs({ max_retries: 'many' })).rejects.toThrow(/max_retries .*whole number/);
    await expect(kwargs({ revison: 'v1' })).rejects.toThrow(/Did you mean "revision"\?/);
    const error = await kwargs({ token: TOKEN }).catch((caught: unknown) => caught);
    expect(String(error)).toMatch(/set HF_TOKEN/);
    expect(String(error)).not.toContain(TOKEN);
    await expect(open({ dataset_path: '../etc' })).rejects.toThrow(/a repository is org\/name/);
  });

  it('is refused for an endpoint that is no plain address, without repeating it', () => {
    for (const address of ['huggingface.co', 'ftp://hub', 'https://me:hunter2@hub.example']) {
      expect(() => hubSettingsFrom({ HF_ENDPOINT: address })).toThrow(/Cannot use HF_ENDPOINT/);
      expect(() => hubSettingsFrom({ HF_ENDPOINT: address })).not.toThrow(/hunter2/);
    }
    expect(() => hubSettingsFrom({ HF_TOKEN: 'a b' })).toThrow(/Cannot use HF_TOKEN/);
    expect(hubSettingsFrom({ HF_ENDPOINT: 'https://mirror.example/hub/' }).endpoint).toBe(
      'https://mirror.example/hub',
    );
  });
});
