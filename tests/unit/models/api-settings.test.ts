import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, describe, expect, test } from 'vitest';

import { azureRoot } from '../../../activities/models/openai-compatible/azure-root.ts';
import { readSettings } from '../../../activities/models/openai-compatible/settings.ts';
import type { ModelArguments } from '../../../activities/models/model-adapter.ts';
import { findModel } from '../../../activities/models/registry.ts';
import { API_ENTRIES } from '../../../core/models/api-entries.ts';
import { modelContext } from '../../support/model-context.ts';
import { textRequest } from '../../support/requests.ts';

const cleanUps: (() => void)[] = [];
afterEach(() => cleanUps.splice(0).forEach((cleanUp) => cleanUp()));

const never = () => new AbortController().signal;

/** A server whose answers are given in order; the last one goes on. Gives its root and what it got. */
async function serve(...answers: readonly { readonly status: number; readonly body: object }[]) {
  const got: { readonly request: IncomingMessage; readonly body: string }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { status, body } = answers[Math.min(got.length, answers.length - 1)]!;
      got.push({ request, body: Buffer.concat(chunks).toString('utf8') });
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUps.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { root: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, got };
}

async function identify(id: string, args: ModelArguments, secrets: Record<string, string> = {}) {
  return (await findModel(id)).identify({ model: 'm', ...args }, modelContext(secrets));
}

describe('where an Azure deployment is', () => {
  const version = '2024-10-21';
  test.each([
    ['https://r.openai.azure.com', version, '/openai/deployments/my%20gpt?api-version=2024-10-21'],
    [
      'https://r.openai.azure.com/openai',
      version,
      '/openai/deployments/my%20gpt?api-version=2024-10-21',
    ],
    [
      'https://r.openai.azure.com/openai/deployments/other?api-version=2',
      undefined,
      '/openai/deployments/other?api-version=2',
    ],
    ['https://r.openai.azure.com/openai/v1', undefined, '/openai/v1'],
    [
      'https://gateway.example/team',
      version,
      '/team/openai/deployments/my%20gpt?api-version=2024-10-21',
    ],
  ])('%s', (resource, apiVersion, path) => {
    expect(azureRoot(resource, 'my gpt', apiVersion)).toBe(new URL(resource).origin + path);
  });

  test('without a version is refused with the variable to set', () => {
    expect(() => azureRoot('https://r.openai.azure.com', 'gpt', undefined)).toThrow(
      /AZURE_OPENAI_API_VERSION/,
    );
  });

  test('comes from the variables that lmms-eval reads, also under the openai id', () => {
    const secrets = {
      AZURE_OPENAI_API_BASE: 'https://r.openai.azure.com/',
      AZURE_OPENAI_API_VERSION: version,
    };
    const args = { model: 'gpt-4o', azure_openai: 'True' };
    expect(readSettings(args, modelContext(secrets))).toMatchObject({
      baseUrl: 'https://r.openai.azure.com/openai/deployments/gpt-4o?api-version=2024-10-21',
      apiKeyEnv: 'AZURE_OPENAI_API_KEY',
      needsKey: true,
      isAzure: true,
    });
  });
});

describe('arguments', () => {
  test('a server of SGLang is found by host and port, and wants no key', () => {
    const read = (args: ModelArguments) =>
      readSettings({ model: 'm', ...args }, modelContext(), 'srt_api');
    expect(read({})).toMatchObject({ baseUrl: 'http://127.0.0.1:30000/v1', needsKey: false });
    expect(read({ host: 'gpu7', port: 8000, modality: 'video' }).baseUrl).toBe(
      'http://gpu7:8000/v1',
    );
    expect(read({ base_url: 'https://x.example/v1' }).baseUrl).toBe('https://x.example/v1');
  });

  test.each([
    ['anthropic', { thinking: 'a lot' }, /off, adaptive, or a number of tokens of at least 1024/],
    ['anthropic', { thinking: 100 }, /at least 1024/],
    ['anthropic', { api_key: 'sk-secret' }, /api_key_env=NAME/],
    ['anthropic', { tempreture: 1 }, /no argument "tempreture"/],
    ['gemini', { thinking_budget: 5, reasoning_effort: 'low' }, /exclude each other/],
    ['gemini', { video: 'stills' }, /one of native, frames/],
    ['dashscope', { video: 'stills' }, /one of native, frames/],
    ['whisper', {}, /pass base_url=URL or set OPENAI_API_BASE/],
    ['whisper', { base_url: 'http://h/v1', task: 'sing' }, /one of transcribe, translate/],
    ['azure_openai', {}, /AZURE_OPENAI_API_BASE/],
  ] as const)('%s with %j is refused with a remedy', async (id, args, message) => {
    const context = modelContext({ ANTHROPIC_API_KEY: 'k', GOOGLE_API_KEY: 'k' });
    const model = await findModel(id);
    await expect(
      (async () => model.create({ model: 'm', ...(args as ModelArguments) }, context))(),
    ).rejects.toThrow(message);
  });

  test.each(['anthropic', 'gemini', 'openai_responses', 'dashscope', 'reka'])(
    '%s without its key says which variable to set',
    async (id) => {
      const context = modelContext();
      const model = await findModel(id);
      await expect((async () => model.create({ model: 'm' }, context))()).rejects.toMatchObject({
        code: 'secret-missing',
        message: expect.stringMatching(/[A-Z]+_API_KEY/) as unknown,
      });
    },
  );

  test('the identity follows what decides answers, and nothing else', async () => {
    const { root } = await serve({ status: 404, body: {} });
    const args = { base_url: `${root}/v1` };
    const plain = await identify('anthropic', args);
    expect(plain).toMatchObject({ displayName: 'm' });
    for (const change of [{ thinking: 2048 }, { nframes: 3 }, { model: 'n' }, { seed: 1 }]) {
      const { modelKey } = await identify('anthropic', { ...args, ...change });
      expect(modelKey, JSON.stringify(change)).not.toBe(plain.modelKey);
    }
    for (const change of [{ timeout: 3 }, { num_concurrent: 2 }, { modality: 'video' }]) {
      const { modelKey } = await identify('anthropic', { ...args, ...change });
      expect(modelKey, JSON.stringify(change)).toBe(plain.modelKey);
    }
  });

  test('a key that the list of models refuses is found out before the run', async () => {
    const { root, got } = await serve({
      status: 400,
      body: { error: { code: 400, message: 'API key not valid.', status: 'INVALID_ARGUMENT' } },
    });
    await expect(
      identify('gemini', { base_url: root }, { GEMINI_API_KEY: 'k' }),
    ).rejects.toMatchObject({
      code: 'endpoint-denied',
      message: expect.stringContaining('GEMINI_API_KEY') as unknown,
    });
    expect(got[0]?.request.headers['x-goog-api-key']).toBe('k');
  });

  test('every API of the catalogue takes the media that it lists', async () => {
    const secrets = Object.fromEntries(
      ['ANTHROPIC', 'GOOGLE', 'OPENAI', 'DASHSCOPE', 'REKA', 'AZURE_OPENAI'].map((name) => [
        `${name}_API_KEY`,
        'k',
      ]),
    );
    for (const { id, media } of API_ENTRIES) {
      const args = { model: 'm', base_url: 'http://127.0.0.1:9/v1' };
      const azure = id === 'azure_openai' ? { api_version: '1' } : {};
      const adapter = await (
        await findModel(id)
      ).create({ ...args, ...azure }, modelContext(secrets));
      expect(adapter.accepts, id).toEqual(media);
      await adapter.dispose();
    }
  });
});

describe('what an endpoint teaches', () => {
  test('a Claude that refuses sampling settings is asked without them from then on', async () => {
    const error = {
      type: 'invalid_request_error',
      message: '`temperature` is deprecated for this model.',
    };
    const message = {
      type: 'message',
      content: [{ type: 'text', text: 'B' }],
      stop_reason: 'end_turn',
    };
    const { root, got } = await serve(
      { status: 400, body: { type: 'error', error } },
      { status: 200, body: message },
    );
    const context = modelContext();
    const args = { model: 'claude-opus-9', base_url: root, stream: false };
    const adapter = await (await findModel('claude')).create(args, context);
    cleanUps.push(() => void adapter.dispose());
    for (let index = 0; index < 2; index += 1) {
      expect(await adapter.generate(textRequest('?'), never())).toMatchObject({ text: 'B' });
    }
    const asked = got.map(({ body }) => 'temperature' in (JSON.parse(body) as object));
    expect(asked).toEqual([true, false, false]);
    expect(context.messages).toEqual([expect.stringContaining('takes no sampling settings')]);
  });

  test('a deployment whose name hides a reasoning model is asked as one from then on', async () => {
    const error = {
      message:
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      code: 'unsupported_parameter',
    };
    const choices = [{ message: { content: 'B' }, finish_reason: 'stop' }];
    const { root, got } = await serve(
      { status: 400, body: { error } },
      { status: 200, body: { choices } },
    );
    const args = { model: 'thinker', base_url: root, stream: false };
    const adapter = await (await findModel('openai')).create(args, modelContext());
    cleanUps.push(() => void adapter.dispose());
    for (let index = 0; index < 2; index += 1) {
      expect(await adapter.generate(textRequest('?'), never())).toMatchObject({ text: 'B' });
    }
    const fields = got.map(({ body }) => Object.keys(JSON.parse(body) as object).sort());
    expect(fields).toEqual([
      ['max_tokens', 'messages', 'model', 'temperature'],
      ['max_completion_tokens', 'messages', 'model'],
      ['max_completion_tokens', 'messages', 'model'],
    ]);
  });

  test('token_field is obeyed without a question', async () => {
    const choices = [{ message: { content: 'B' }, finish_reason: 'stop' }];
    const { root, got } = await serve({ status: 200, body: { choices } });
    const args = {
      model: 'gpt-5-lookalike',
      base_url: root,
      stream: false,
      token_field: 'max_tokens',
    };
    const adapter = await (await findModel('openai')).create(args, modelContext());
    cleanUps.push(() => void adapter.dispose());
    await adapter.generate(textRequest('?'), never());
    expect(JSON.parse(got[0]!.body)).toMatchObject({ max_tokens: 16, temperature: 0 });
  });
});

describe('a provider that asks for patience', () => {
  const quick = { retry_backoff_s: 0.001, stream: false, max_retries: 2 };
  const message = {
    type: 'message',
    content: [{ type: 'text', text: 'B' }],
    stop_reason: 'end_turn',
  };
  const overloaded = {
    type: 'error',
    error: { type: 'overloaded_error', message: 'Overloaded' },
  };

  test('is asked again after an overload, and the overload uses up an attempt', async () => {
    const { root } = await serve({ status: 529, body: overloaded }, { status: 200, body: message });
    const args = { model: 'claude-x', base_url: root, ...quick };
    const adapter = await (await findModel('anthropic')).create(args, modelContext());
    cleanUps.push(() => void adapter.dispose());
    expect(await adapter.generate(textRequest('?'), never())).toMatchObject({
      text: 'B',
      attempts: 2,
    });
    expect(adapter.statistics?.()).toMatchObject({ retries: 1, rateLimited: 0 });
  });

  test('is given the time that it names inside its error, and that uses up no attempt', async () => {
    const details = [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '0.002s' }];
    const error = { code: 429, message: 'Quota exceeded.', status: 'RESOURCE_EXHAUSTED', details };
    const parts = [{ text: 'B' }];
    const candidates = [{ content: { parts }, finishReason: 'STOP' }];
    const { root } = await serve(
      { status: 429, body: { error } },
      { status: 429, body: { error } },
      { status: 429, body: { error } },
      { status: 200, body: { candidates } },
    );
    const args = { model: 'gemini-x', base_url: root, ...quick };
    const adapter = await (await findModel('gemini_api')).create(args, modelContext());
    cleanUps.push(() => void adapter.dispose());
    expect(await adapter.generate(textRequest('?'), never())).toMatchObject({
      text: 'B',
      attempts: 4,
    });
    expect(adapter.statistics?.()).toMatchObject({ rateLimited: 3 });
  });
});
