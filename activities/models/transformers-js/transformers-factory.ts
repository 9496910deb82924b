import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { EvalError } from '../../../core/errors.ts';
import { canonicalJson } from '../../../core/json.ts';
import {
  TRANSFORMERS_JS_DTYPES,
  transformersJsEntry,
} from '../../../core/models/transformers-js-entry.ts';
import { hubSettingsFrom } from '../../datasets/hub/hub-settings.ts';
import { pinRevision } from '../../engines/pin-revision.ts';
import type { ModelArguments, ModelContext, ModelFactory } from '../model-adapter.ts';
import { displayNameOf } from '../onnx/model-key.ts';
import { openModelSource, type DigestCache } from '../onnx/model-source.ts';
import { readArguments } from '../read-arguments.ts';
import { findTransformers } from './find-transformers.ts';
import { createTransformersAdapter } from './transformers-adapter.ts';

/** Raise when the same files and arguments would be asked otherwise. */
const ADAPTER_VERSION = 1;
const ID = transformersJsEntry.id;
/** A sweep identifies the same checkpoints again and again; weights are hashed once per process. */
const digests: DigestCache = new Map();

export const transformersFactory: ModelFactory = {
  ...transformersJsEntry,
  async identify(args, context) {
    const { model, isLocal, dtype, revision, frames } = parse(args);
    const { version } = findTransformers(process.env, process.cwd());
    const commit = isLocal
      ? undefined
      : await pinRevision(model, revision, hubEnvironment(context));
    const facts = {
      adapter: ID,
      version: ADAPTER_VERSION,
      library: version,
      dtype,
      frames,
      weights: isLocal ? await filesOf(model, dtype) : `${model}@${commit}`,
    };
    return {
      modelKey: createHash('sha256').update(canonicalJson(facts)).digest('hex').slice(0, 24),
      displayName: displayNameOf(model),
      ...(commit === undefined ? {} : { pinned: { ...args, revision: commit } }),
    };
  },
  create(args, context) {
    const { threads, frames, ...parsed } = parse(args);
    const payload = {
      ...parsed,
      entry: findTransformers(process.env, process.cwd()).entry,
      cacheFolder: join(hubSettingsFrom(hubEnvironment(context)).cacheFolder, 'transformers-js'),
      hubToken: context.optionalSecret('HF_TOKEN'),
    };
    return Promise.resolve(
      createTransformersAdapter(payload, { threads, frames, media: context.media }),
    );
  },
};

function parse(args: ModelArguments) {
  const reader = readArguments(ID, args, transformersJsEntry.parameters);
  const given = new Set(['pretrained', 'model', 'path'].flatMap((name) => reader.text(name) ?? []));
  const [model, ...others] = given;
  if (model === undefined || model === '' || others.length > 0) {
    throw new EvalError(
      'model-invalid',
      `--model_args of ${ID}: pass one model, as pretrained=FOLDER or pretrained=HUB/ID.`,
    );
  }
  const isLocal = /^[./]/.test(model) || existsSync(model);
  const dtype = reader.choice('dtype', Object.keys(TRANSFORMERS_JS_DTYPES));
  return {
    model: isLocal ? resolve(model) : model,
    isLocal,
    dtype,
    revision: reader.text('revision') ?? 'main',
    device: reader.text('device') ?? 'cpu',
    threads: reader.integer('threads', 1) ?? 1,
    frames: reader.integer('nframes', 1) ?? 8,
  };
}

/** Digests of what the library may read: everything but graphs of other variants. */
async function filesOf(folder: string, dtype: string): Promise<Record<string, string>> {
  const source = openModelSource(folder, digests);
  const suffix = TRANSFORMERS_JS_DTYPES[dtype] ?? '';
  const others = Object.values(TRANSFORMERS_JS_DTYPES).filter((each) => each !== '');
  const isOther = (name: string): boolean => {
    const [stem = ''] = name.split('.onnx');
    const variant = others
      .filter((each) => stem.endsWith(each))
      .sort((a, b) => b.length - a.length);
    return name.includes('.onnx') && (variant[0] ?? '') !== suffix;
  };
  const names = [...(await source.names())].filter(
    (name) => /\.(?:json|jinja|txt|model|onnx)(?:$|_data|\.data)/.test(name) && !isOther(name),
  );
  const files: Record<string, string> = {};
  for (const name of names.sort()) files[name] = await source.digest(name);
  return files;
}

function hubEnvironment(context: ModelContext): Record<string, string | undefined> {
  return { ...process.env, HF_TOKEN: context.optionalSecret('HF_TOKEN') };
}
