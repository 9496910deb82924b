import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { ModelAdapter } from '../../../activities/models/model-adapter.ts';
import { findTransformers } from '../../../activities/models/transformers-js/find-transformers.ts';
import { resizeBefore } from '../../../activities/models/transformers-js/resize-before.ts';
import { transformersFactory } from '../../../activities/models/transformers-js/transformers-factory.ts';
import { isEvalError } from '../../../core/errors.ts';
import { modelContext } from '../../support/model-context.ts';
import { loadOnnx, readShapes, request, TINY_VLM, userMessage } from '../onnx/tiny-vlm.ts';

const folder = mkdtempSync(join(tmpdir(), 'assay-tfjs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Where a developer or the CI installed the optional package. */
const INSTALLED =
  process.env['ASSAY_TRANSFORMERS_JS'] ??
  join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'assay', 'transformers-js');

function absence(): string | undefined {
  try {
    findTransformers({ ASSAY_TRANSFORMERS_JS: INSTALLED }, folder);
    return undefined;
  } catch (error) {
    return isEvalError(error) ? error.message : String(error);
  }
}

test('without the package, the message says what to install and where to name it', () => {
  expect(() => findTransformers({}, folder)).toThrow(
    /npm install --ignore-scripts @huggingface\/transformers.*ASSAY_TRANSFORMERS_JS/,
  );
});

test('an old or empty package of that name is not taken for it', () => {
  const place = join(folder, 'node_modules', '@huggingface', 'transformers');
  const write = (version: string, name = '@huggingface/transformers') =>
    writeFileSync(join(place, 'package.json'), JSON.stringify({ name, version }));
  mkdirSync(join(place, 'dist'), { recursive: true });
  writeFileSync(join(place, 'dist', 'transformers.node.mjs'), '');
  write('2.9.0');
  expect(() => findTransformers({}, folder)).toThrow(/not installed/);
  write('4.0.0', 'empty-npm-package');
  expect(() => findTransformers({}, folder)).toThrow(/not installed/);
  write('4.0.0');
  expect(findTransformers({}, folder)).toEqual({
    entry: join(place, 'dist', 'transformers.node.mjs'),
    version: '4.0.0',
  });
  rmSync(join(folder, 'node_modules'), { recursive: true });
});

test('one fixed size is made as Pillow makes it, other rules stay with the library', () => {
  const image = { width: 4, height: 2, data: Buffer.alloc(4 * 2 * 3, 9) };
  const size = { width: 2, height: 2 };
  expect(resizeBefore(image, { do_resize: true, size, resample: 3 })).toMatchObject(size);
  expect(resizeBefore(image, { do_resize: false, size })).toBe(image);
  expect(resizeBefore(image, { do_resize: true, size: { shortest_edge: 2 } })).toBe(image);
  expect(resizeBefore(image, undefined)).toBe(image);
});

test('a model is named once, and an unknown variant is refused', async () => {
  const identify = (args: Record<string, string>) =>
    transformersFactory.identify(args, modelContext());
  await expect(identify({})).rejects.toThrow(/pass one model/);
  await expect(identify({ model: 'a/b', path: 'c/d' })).rejects.toThrow(/pass one model/);
  await expect(identify({ model: 'a/b', dtype: 'fp12' })).rejects.toThrow(/one of fp32, fp16/);
});

const reason = absence();
if (reason !== undefined) console.warn(`Skipped: the same model in both runtimes. ${reason}`);

describe.skipIf(reason !== undefined)('with the package', () => {
  test('the tiny model gives the same answers as in our own runtime', async () => {
    process.env['ASSAY_TRANSFORMERS_JS'] = INSTALLED;
    const own = await loadOnnx();
    const identity = await transformersFactory.identify({ pretrained: TINY_VLM }, modelContext());
    expect(identity.modelKey).toMatch(/^[0-9a-f]{24}$/);
    const other = await transformersFactory.create({ pretrained: TINY_VLM }, modelContext());
    const signal = new AbortController().signal;
    try {
      await other.load(signal);
      const rows = (await readShapes()).slice(0, 60);
      const answersOf = (model: ModelAdapter) =>
        Promise.all(
          rows.map(async ({ id, question, image }) => {
            const messages = userMessage(question, image.bytes);
            const { text, finishReason, usage } = await model.generate(
              request(id, messages),
              signal,
            );
            return { id, text, finishReason, usage };
          }),
        );
      expect(await answersOf(other)).toEqual(await answersOf(own));
    } finally {
      await own.dispose();
      await other.dispose();
    }
  });

  test('a prompt of three images is answered as in our own runtime', async () => {
    process.env['ASSAY_TRANSFORMERS_JS'] = INSTALLED;
    const own = await loadOnnx();
    const other = await transformersFactory.create({ pretrained: TINY_VLM }, modelContext());
    const signal = new AbortController().signal;
    await other.load(signal);
    const images = (await readShapes()).slice(0, 3).map(({ image }) => image.bytes);
    const question = request('d1', userMessage('Which shapes are shown?', ...images));
    const expected = await own.generate(question, signal);
    const actual = await other.generate(question, signal);
    expect(actual.text).toBe(expected.text);
    expect(actual.usage).toEqual(expected.usage);
    await own.dispose();
    await other.dispose();
  });

  test('a request is given up when its signal says so', async () => {
    const other = await transformersFactory.create({ pretrained: TINY_VLM }, modelContext());
    await other.load(new AbortController().signal);
    const controller = new AbortController();
    const answer = other.generate(request('d1', userMessage('What colour?')), controller.signal);
    controller.abort();
    await expect(answer).rejects.toMatchObject({ code: 'cancelled' });
    await other.dispose();
  });
});
