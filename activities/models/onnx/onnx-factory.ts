import type { ModelFactory } from '../model-adapter.ts';
import { displayNameOf, modelKeyOf } from './model-key.ts';
import { findLayout } from './model-layout.ts';
import { openModelSource, type DigestCache } from './model-source.ts';
import { createOnnxAdapter } from './onnx-adapter.ts';
import { ONNX_PARAMETERS, parseOnnxArguments } from './onnx-arguments.ts';

export const onnxFactory: ModelFactory = createOnnxFactory();

function createOnnxFactory(): ModelFactory {
  /** A sweep identifies the same checkpoints again and again; weights are hashed once per process. */
  const digests: DigestCache = new Map();
  return {
    id: 'onnx',
    aliases: [],
    placement: 'leased',
    summary:
      'Text and vision-language models in the Hugging Face ONNX layout, run with ONNX Runtime on the CPU.',
    parameters: ONNX_PARAMETERS,
    identify: async (given) => {
      const args = parseOnnxArguments(given);
      const source = openModelSource(args.location, digests);
      const layout = await findLayout(source, args.suffix);
      return {
        modelKey: await modelKeyOf(source, layout, args),
        displayName: displayNameOf(args.location),
      };
    },
    create: async (given, { batchSize }) => {
      const args = parseOnnxArguments(given);
      const source = openModelSource(args.location, digests);
      const layout = await findLayout(source, args.suffix);
      return createOnnxAdapter({ source, layout, args, batchSize });
    },
  };
}
