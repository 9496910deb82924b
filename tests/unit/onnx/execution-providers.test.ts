import { expect, test } from 'vitest';
import {
  absentProvider,
  parseProviders,
  providersKey,
} from '../../../activities/models/onnx/execution-providers.ts';
import { onnxFactory } from '../../../activities/models/onnx/onnx-factory.ts';
import { modelContext } from '../../support/model-context.ts';
import { loadOnnx, TINY_VLM } from './tiny-vlm.ts';

test('a device has a name and may have a number; several stand in the order of preference', () => {
  expect(parseProviders('cpu')).toEqual([{ name: 'cpu' }]);
  expect(parseProviders('cuda:1')).toEqual([{ name: 'cuda', deviceId: 1 }]);
  expect(parseProviders('TensorRT+cuda:0 + cpu')).toEqual([
    { name: 'tensorrt' },
    { name: 'cuda', deviceId: 0 },
    { name: 'cpu' },
  ]);
  expect(parseProviders('CUDAExecutionProvider;mps')).toEqual([
    { name: 'cuda' },
    { name: 'coreml' },
  ]);
});

test.each(['abacus', 'cuda:x', 'cuda:', 'cpu+tpu'])('%s is refused', (text) => {
  expect(() => parseProviders(text)).toThrow(/take cpu, cuda, tensorrt, dml, coreml, webgpu/);
});

test('only what is offered may be asked for', () => {
  expect(absentProvider(parseProviders('cuda+cpu'), ['cpu', 'cuda'])).toBeUndefined();
  expect(absentProvider(parseProviders('dml+cpu'), ['cpu', 'cuda'])).toBe('dml');
});

test('answers of other hardware have keys of their own; on the processor the key stays', async () => {
  const keyOn = async (args: Record<string, string>) =>
    (await onnxFactory.identify({ pretrained: TINY_VLM, ...args }, modelContext())).modelKey;
  expect(providersKey(parseProviders('cpu'))).toBeUndefined();
  expect(await keyOn({ device: 'cpu' })).toBe(await keyOn({}));
  expect(await keyOn({ device: 'cuda' })).not.toBe(await keyOn({}));
  expect(await keyOn({ device: 'cuda:1' })).toBe(await keyOn({ device: 'cuda' }));
  expect(await keyOn({ providers: 'cuda', device: 'cpu' })).toBe(await keyOn({ device: 'cuda' }));
});

test.skipIf(process.platform === 'win32')(
  'a device that this build does not have is refused when the model is loaded',
  async () => {
    await expect(loadOnnx({ pretrained: TINY_VLM, device: 'dml' })).rejects.toMatchObject({
      code: 'model-load-failed',
      message: expect.stringMatching(/on dml: this build of ONNX Runtime offers cpu/) as unknown,
    });
  },
);
