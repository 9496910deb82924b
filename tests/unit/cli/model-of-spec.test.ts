import { expect, test } from 'vitest';
import { modelOfSpec } from '../../../client/cli/model-of-spec.ts';
import type { JsonValue } from '../../../core/json.ts';

const CONTEXT = {
  environment: { OPENAI_API_BASE: 'http://host:8000/v1' },
  workingDirectory: '/place',
  pathExists: (path: string) => path === '/place/checkpoint',
  user: 'tests',
  now: new Date(0),
  newRunId: () => 'r',
};

const chosen = (values: Record<string, JsonValue>) => modelOfSpec(values, CONTEXT);

test('the id stays what was typed, since prompts are chosen by it', () => {
  expect(chosen({ model: 'async_openai' }).model).toEqual({
    id: 'async_openai',
    args: { base_url: 'http://host:8000/v1' },
  });
  expect(chosen({ model: 'qwen2_5_vl' }).model.id).toBe('qwen2_5_vl');
});

test('the address of an API comes from the variables of that API', () => {
  const environment = {
    OPENAI_API_BASE: 'http://openai/v1',
    AZURE_OPENAI_API_BASE: 'https://azure',
    ANTHROPIC_BASE_URL: 'http://claude/v1',
  };
  const addressOf = (model: string, args: Record<string, JsonValue> = {}) =>
    modelOfSpec({ model, model_args: args }, { ...CONTEXT, environment }).model.args['base_url'];
  expect(addressOf('claude')).toBe('http://claude/v1');
  expect(addressOf('gpt4v')).toBe('http://openai/v1');
  expect(addressOf('azure_openai')).toBe('https://azure');
  expect(addressOf('openai', { azure_openai: 'True' })).toBe('https://azure');
  expect(addressOf('gemini_api')).toBeUndefined();
  expect(addressOf('mock')).toBeUndefined();
});

test('a model that only has the simple form in lmms-eval is asked in it', () => {
  expect(chosen({ model: 'llava_onevision' }).promptForm).toBe('simple');
  expect(chosen({ model: 'claude' }).promptForm).toBe('simple');
  expect(chosen({ model: 'openai_responses' }).promptForm).toBeUndefined();
  expect(chosen({ model: 'azure_openai', force_simple: true }).promptForm).toBe('simple');
  expect(chosen({ model: 'internvl_hf' }).promptForm).toBeUndefined();
  expect(chosen({ model: 'internvl_hf', force_simple: true }).promptForm).toBeUndefined();
});

test('--force_simple brings the simple form of a model that has both, and its settings', () => {
  expect(chosen({ model: 'qwen3_vl' })).toEqual({ model: { id: 'qwen3_vl', args: {} } });
  expect(chosen({ model: 'qwen3_vl', force_simple: true })).toEqual({
    model: { id: 'qwen3_vl', args: { system_prompt: 'You are a helpful assistant.' } },
    promptForm: 'simple',
  });
  const own = { model: 'qwen3_vl', force_simple: true, model_args: { system_prompt: 'Short.' } };
  expect(chosen(own).model.args).toEqual({ system_prompt: 'Short.' });
});

test('another engine brings its own arguments', () => {
  const args = { engine: 'hf', device_map: 'auto', chat_template: 'x' };
  expect(chosen({ model: 'qwen2_5_vl', model_args: args }).model.args).toEqual(args);
  expect(() => chosen({ model: 'qwen2_5_vl', model_args: { n_gpu_layers: 3 } })).toThrow(
    /no argument "n_gpu_layers"/,
  );
});

test('folders of local models travel absolute, names at an endpoint stay names', () => {
  const args = { pretrained: 'checkpoint' };
  expect(chosen({ model: 'qwen2_5_vl', model_args: args }).model.args).toEqual({
    pretrained: '/place/checkpoint',
  });
  expect(chosen({ model: 'vila', model_args: args }).model.args).toEqual(args);
});

test('what cannot run, or is misspelt, is refused before anything is started', () => {
  expect(() => chosen({ model: 'whisper_tt' })).toThrow(/Cannot run the model whisper_tt/);
  expect(() => chosen({ model: 'qwen25_vl' })).toThrow(/Did you mean "qwen2_5_vl"/);
  expect(() => chosen({ model: 'mock', model_args: { latency: 3 } })).toThrow(/"latency_ms"/);
});
