import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { normalizeBaseUrl } from '../../../activities/models/http/base-url.ts';
import { readSettings } from '../../../activities/models/openai-compatible/settings.ts';
import type { ModelArguments } from '../../../activities/models/model-adapter.ts';
import { modelContext } from '../../support/model-context.ts';

const read = (args: ModelArguments, secrets: Record<string, string> = {}) =>
  readSettings({ model: 'm', ...args }, modelContext(secrets));

test('the defaults are those that users of lmms-eval know', () => {
  expect(read({})).toMatchObject({
    baseUrl: 'https://api.openai.com/v1',
    apiKeyEnv: 'OPENAI_API_KEY',
    needsKey: true,
    timeoutMs: 600_000,
    maxAttempts: 5,
    backoffMs: 1000,
    concurrency: 32,
    stream: true,
    maxImageBytes: 20 * 1024 * 1024,
    prefixHashChars: 256,
  });
});

test('every argument of the two OpenAI adapters of lmms-eval is accepted by name', () => {
  const args: ModelArguments = {
    base_url: 'http://localhost:1/v1',
    timeout: '30',
    max_retries: 2,
    retry_backoff_s: 0.5,
    max_size_in_mb: 5,
    num_cpus: 7,
    fps: 1,
    nframes: 8,
    max_frames: 16,
    max_frames_num: 4,
    video_fps: 2,
    max_pixels: 1000,
    min_pixels: 10,
    is_qwen3_vl: 'True',
    adaptive_concurrency: true,
    adaptive_min_concurrency: 2,
    adaptive_max_concurrency: 64,
    adaptive_target_latency_s: 3,
    adaptive_increase_step: 0.2,
    adaptive_decrease_factor: 0.5,
    adaptive_failure_threshold: 0.1,
    prefix_aware_queue: false,
    prefix_hash_chars: 4,
    httpx_trust_env: false,
    batch_size: 64,
    azure_openai: false,
    system_prompt: 'Be brief.',
    seed: 3,
  };
  const settings = read(args);
  expect(settings).toMatchObject({
    concurrency: 7,
    timeoutMs: 30_000,
    maxAttempts: 2,
    messageFormat: 'qwen3_vl',
    systemPrompt: 'Be brief.',
    seed: 3,
    adaptive: { minConcurrency: 2, maxConcurrency: 64, targetLatencyS: 3, latency: 'target' },
  });
  expect(settings.prefixHashChars).toBeUndefined();
  expect(read({ ...args, num_concurrent: 9 }).concurrency).toBe(9);
});

test.each([
  ['tempreture', 1, /no argument "tempreture".*Valid names: model, /],
  ['time_out', 1, /Did you mean "timeout"/],
  ['api_key', 'sk-secret', /pass its name: api_key_env=NAME/],
  ['mcp_server_path', 'x.py', /mcp_server_path cannot be used/],
  ['work_dir', '/tmp/x', /work_dir cannot be used/],
  ['azure_openai', true, /set AZURE_OPENAI_API_BASE/],
  ['timeout', 'soon', /timeout="soon" is not valid/],
  ['max_retries', 0, /max_retries=0 is not valid; expected a whole number of at least 1/],
  ['stream', 'perhaps', /expected true or false/],
  ['message_format', 'xml', /one of openai, qwen3_vl/],
  ['base_url', 'localhost:8000', /not an http or https address/],
  ['base_url', 'http://me:secret@host/v1', /user name or password/],
])('%s=%s is refused with a remedy', (name, value, message) => {
  expect(() => read({ [name]: value })).toThrow(message);
});

test('a literal key never stands in the refusal', () => {
  expect(() => read({ api_key: 'sk-very-secret' })).toThrow(
    expect.not.objectContaining({ message: expect.stringContaining('sk-very') as unknown }),
  );
});

test('a model name is needed, and only one', () => {
  expect(() => readSettings({}, modelContext())).toThrow(/model name is missing/);
  expect(() => read({ model_version: 'other' })).toThrow(/say m and other/);
  expect(readSettings({ pretrained: 'org/m' }, modelContext()).model).toBe('org/m');
});

test('the address comes from the environment when no argument names it', () => {
  expect(read({}, { OPENAI_BASE_URL: 'http://b/v1' }).baseUrl).toBe('http://b/v1');
  const both = { OPENAI_BASE_URL: 'http://b/v1', OPENAI_API_BASE: 'http://a/v1' };
  expect(read({}, both).baseUrl).toBe('http://a/v1');
  expect(read({ base_url: 'http://c/v1' }, both).baseUrl).toBe('http://c/v1');
});

test('addresses that mean the same are spelt the same', () => {
  const spellings = [
    'http://Host:80/v1',
    'http://host/v1/',
    'http%3A%2F%2Fhost%2Fv1',
    'http://host/v1/chat/completions',
  ];
  expect(new Set(spellings.map(normalizeBaseUrl))).toEqual(new Set(['http://host/v1']));
});

test('a system prompt may be the path of a file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'assay-prompt-'));
  const path = join(folder, 'prompt.txt');
  await writeFile(path, 'From a file.');
  expect(read({ system_prompt: path }).systemPrompt).toBe('From a file.');
  await rm(folder, { recursive: true });
});
