import { createHash } from 'node:crypto';

import { canonicalJson } from '../../../core/json.ts';
import { providersKey } from './execution-providers.ts';
import { filesOf, type ModelLayout } from './model-layout.ts';
import type { ModelSource } from './model-source.ts';
import { DEFAULT_FRAMES, type OnnxArguments } from './onnx-arguments.ts';

/** Raise when the adapter would answer differently with the same files and arguments. */
const ONNX_ADAPTER_VERSION = 1;
const KEY_LENGTH = 24;

/** Depends on bytes and never on places: a copied or moved model keeps its cached answers. */
export async function modelKeyOf(
  source: ModelSource,
  layout: ModelLayout,
  args: OnnxArguments,
): Promise<string> {
  const files: Record<string, string> = {};
  for (const name of await filesOf(layout, source)) files[name] = await source.digest(name);
  const identity = {
    adapter: 'onnx',
    version: ONNX_ADAPTER_VERSION,
    files,
    maxLength: args.maxLength,
    padsBatches: args.padsBatches,
    providers: providersKey(args.providers),
    frames: args.frames === DEFAULT_FRAMES ? undefined : args.frames,
  };
  return createHash('sha256').update(canonicalJson(identity)).digest('hex').slice(0, KEY_LENGTH);
}

/** `checkpoints/step-400` of `/models/checkpoints/step-400/`. */
export function displayNameOf(location: string): string {
  const parts = location
    .replace(/^[a-z0-9]+:\/\//, '')
    .split('/')
    .filter((part) => part !== '' && part !== '.');
  return parts.slice(-2).join('/') || location;
}
