import { ONNX_ENTRY } from '../../../core/models/onnx-entry.ts';
import type { ModelFactory } from '../model-adapter.ts';
import { displayNameOf, modelKeyOf } from './model-key.ts';
import { findLayout } from './model-layout.ts';
import { openModelSource, type DigestCache } from './model-source.ts';
import { createOnnxAdapter } from './onnx-adapter.ts';
import { parseOnnxArguments } from './onnx-arguments.ts';

export const onnxFactory: ModelFactory = createOnnxFactory();

function createOnnxFactory(): ModelFactory {
  /** A sweep identifies the same checkpoints again and again; weights are hashed once per process. */
  const digests: DigestCache = new Map();
  return {
    ...ONNX_ENTRY,
    identify: async (given) => {
      const args = parseOnnxArguments(given);
      const source = openModelSource(args.location, digests);
      const layout = await findLayout(source, args.suffix);
      return {
        modelKey: await modelKeyOf(source, layout, args),
        displayName: displayNameOf(args.location),
      };
    },
    create: async (given, { batchSize, media }) => {
      const args = parseOnnxArguments(given);
      const source = openModelSource(args.location, digests);
      const layout = await findLayout(source, args.suffix);
      return createOnnxAdapter({ source, layout, args, batchSize, media });
    },
  };
}
