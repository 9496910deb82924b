import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';

import { openStore } from '../../../activities/artifacts/open-store.ts';
import { onnxFactory } from '../../../activities/models/onnx/onnx-factory.ts';
import type { ModelArguments } from '../../../activities/models/model-adapter.ts';
import { modelContext } from '../../support/model-context.ts';
import { copyOfModel, editJson, loadOnnx, never, readShapes, request } from './tiny-vlm.ts';
import { TINY_VLM, userMessage } from './tiny-vlm.ts';

const folders: string[] = [];

afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

function copy(): string {
  const folder = copyOfModel();
  folders.push(folder);
  return folder;
}

const identify = (args: ModelArguments) => onnxFactory.identify(args, modelContext());

test('identifies a model by its bytes and shows the last two parts of its path', async () => {
  const identity = await identify({ pretrained: `${TINY_VLM}/` });
  expect(identity.modelKey).toMatch(/^[0-9a-f]{24}$/);
  expect(identity.displayName).toBe(`checkpoints/${basename(TINY_VLM)}`);
  expect((await identify({ model: copy() })).modelKey).toBe(identity.modelKey);
});

test('gives another key to other weights, other settings and other limits', async () => {
  const folder = copy();
  const before = (await identify({ pretrained: folder })).modelKey;
  const weights = join(folder, 'onnx', 'embed_tokens.onnx');
  const bytes = readFileSync(weights);
  bytes[bytes.length - 1]! ^= 1;
  writeFileSync(weights, bytes);
  const otherWeights = (await identify({ pretrained: folder })).modelKey;
  editJson(folder, 'generation_config.json', { max_new_tokens: 3 });
  const otherDefaults = (await identify({ pretrained: folder })).modelKey;
  const otherLimit = (await identify({ pretrained: folder, max_length: 99 })).modelKey;
  const otherThreads = (await identify({ pretrained: folder, threads: 2 })).modelKey;
  expect(new Set([before, otherWeights, otherDefaults, otherLimit]).size).toBe(4);
  expect(otherThreads).toBe(otherDefaults);
});

test.each([
  'config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'preprocessor_config.json',
  'onnx/vision_encoder.onnx',
  'onnx/embed_tokens.onnx',
  'onnx/decoder_model_merged.onnx',
])('says that %s is missing, where, and what was expected', async (name) => {
  const folder = copy();
  rmSync(join(folder, name));
  const error: unknown = await identify({ pretrained: folder }).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'model-invalid' });
  expect((error as Error).message).toContain(folder);
  expect((error as Error).message).toContain(`has no ${name}`);
  expect((error as Error).message).toContain('Expected: config.json');
});

test('says that a directory does not exist', async () => {
  await expect(identify({ pretrained: '/nowhere/model' })).rejects.toMatchObject({
    code: 'model-not-found',
  });
});

test.each<[string, ModelArguments]>([
  ['no directory', {}],
  ['two names for the directory', { pretrained: TINY_VLM, path: TINY_VLM }],
  ['an unknown argument', { pretrained: TINY_VLM, quantise: true }],
  ['a device that nobody knows', { pretrained: TINY_VLM, device: 'abacus' }],
  ['half a thread', { pretrained: TINY_VLM, threads: 0.5 }],
  ['a dtype that is a path', { pretrained: TINY_VLM, dtype: '../x' }],
])('refuses %s', async (_, args) => {
  await expect(identify(args)).rejects.toMatchObject({ code: 'model-invalid' });
});

test('reads another variant of the graphs by its suffix', async () => {
  const folder = copy();
  for (const part of ['vision_encoder', 'embed_tokens', 'decoder_model_merged']) {
    cpSync(join(folder, `onnx/${part}.onnx`), join(folder, `onnx/${part}_fp16.onnx`));
    rmSync(join(folder, `onnx/${part}.onnx`));
  }
  const adapter = await loadOnnx({ pretrained: folder, dtype: 'fp16' });
  expect(adapter.accepts).toEqual(['image', 'video', 'document']);
  await adapter.dispose();
  await expect(identify({ pretrained: folder, dtype: 'q4' })).rejects.toThrow(
    'onnx/decoder_model_merged_q4.onnx',
  );
});

test('loads from an artifact store and answers as from disk, under the same key', async () => {
  const store = openStore('memory://tiny-vlm');
  for (const name of [
    'config.json',
    'generation_config.json',
    'tokenizer.json',
    'tokenizer_config.json',
    'preprocessor_config.json',
    'onnx/vision_encoder.onnx',
    'onnx/embed_tokens.onnx',
    'onnx/decoder_model_merged.onnx',
  ]) {
    await store.put(name, readFileSync(join(TINY_VLM, name)));
  }
  const [fromDisk, fromStore] = [{ pretrained: TINY_VLM }, { pretrained: 'memory://tiny-vlm' }];
  expect((await identify(fromStore)).modelKey).toBe((await identify(fromDisk)).modelKey);
  const [row] = await readShapes();
  const question = request('d/0/0', userMessage(row!.question, row!.image.bytes));
  const texts: string[] = [];
  for (const args of [fromDisk, { ...fromStore, threads: 2 }]) {
    const adapter = await loadOnnx(args);
    texts.push((await adapter.generate(question, never())).text);
    await adapter.dispose();
  }
  expect(texts[1]).toBe(texts[0]);
  expect(texts[0]).not.toBe('');
});

test('says which graph could not be loaded', async () => {
  const folder = copy();
  writeFileSync(join(folder, 'onnx', 'vision_encoder.onnx'), 'not a graph');
  await expect(loadOnnx({ pretrained: folder })).rejects.toMatchObject({
    code: 'model-load-failed',
    message: expect.stringContaining('onnx/vision_encoder.onnx'),
  });
});

test.each([
  ['do_pad', { do_pad: true }],
  ['image_grid_pinpoints', { image_grid_pinpoints: [[336, 672]] }],
  ['image_mean', { image_mean: [0.5] }],
  ['size', { size: { longest_edge: 100 } }],
])('refuses a preprocessor with a %s it cannot follow', async (key, change) => {
  const folder = copy();
  editJson(folder, 'preprocessor_config.json', change);
  await expect(loadOnnx({ pretrained: folder })).rejects.toMatchObject({
    code: 'model-invalid',
    message: expect.stringContaining(key),
  });
});
