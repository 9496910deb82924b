import { createHash } from 'node:crypto';
import { canonicalJson } from '../../core/json.ts';
import { catalogueEntry } from '../../core/model-catalogue.ts';
import { EvalError } from '../../core/errors.ts';
import type { ModelArguments, ModelContext, ModelFactory } from '../models/model-adapter.ts';
import { createEngineAdapter } from './engine-adapter.ts';
import { readEngineArguments, refuseRemoteCode, type EngineArguments } from './engine-arguments.ts';
import { engineProfile } from './engine-profiles.ts';
import { findModelFiles } from './model-files.ts';
import { pinRevision } from './pin-revision.ts';
import { weightsIdentity } from './weights-identity.ts';

/** Raise when the same arguments would make the engine answer otherwise. */
const ADAPTER_VERSION = 1;

/** Arguments that change how fast or where, never what is answered. */
const NEUTRAL: ReadonlySet<string> = new Set([
  'gpu_memory_utilization',
  'max_num_seqs',
  'startup_timeout_s',
  'data_parallel_size',
  'device_map',
  'timeout',
  'max_retries',
  'retry_backoff_s',
  'rate_limit_patience_s',
  'num_concurrent',
  'batch_size',
  'stream',
  'prefix_aware_queue',
  'prefix_hash_chars',
]);

export function engineFactory(id: string): ModelFactory {
  const profile = engineProfile(id);
  const entry = catalogueEntry(id);
  if (entry === undefined) throw new EvalError('internal', `No catalogue entry of engine ${id}.`);
  return {
    ...entry,
    async identify(args, context) {
      const parsed = readEngineArguments(profile, entry.parameters, args);
      refuseRemoteCode(profile, parsed, context);
      const files = await findModelFiles(parsed.model);
      const isHubModel = files === undefined && profile.readsHub;
      const pinned = isHubModel ? await withCommit(parsed, args, context) : args;
      const deciding = Object.entries(pinned).filter(([name]) => !NEUTRAL.has(name));
      const facts = {
        adapter: id,
        version: ADAPTER_VERSION,
        ...Object.fromEntries(deciding),
        weights: files === undefined ? parsed.model : await weightsIdentity(files),
      };
      return {
        modelKey: createHash('sha256').update(canonicalJson(facts)).digest('hex').slice(0, 24),
        displayName: parsed.servedName,
        ...(isHubModel ? { pinned } : {}),
      };
    },
    create(args, context) {
      const parsed = readEngineArguments(profile, entry.parameters, args);
      refuseRemoteCode(profile, parsed, context);
      return Promise.resolve(createEngineAdapter(profile, parsed, context));
    },
  };
}

async function withCommit(
  { model, reader }: EngineArguments,
  args: ModelArguments,
  context: ModelContext,
): Promise<ModelArguments> {
  const environment = { ...process.env, HF_TOKEN: context.optionalSecret('HF_TOKEN') };
  return {
    ...args,
    revision: await pinRevision(model, reader.text('revision') ?? 'main', environment),
  };
}
