import { EvalError } from '../../core/errors.ts';
import type { EvaluationSpec } from '../../core/spec.ts';
import type { ModelAdapter, ModelContext } from '../models/model-adapter.ts';
import type { ModelFinder } from '../models/plugins.ts';
import { createLimiter, type Limiter } from './limiter.ts';
import { createTurns, type Turns } from './turns.ts';

/** A loaded model with the slots that all its shards in this process share. */
export interface PooledModel {
  readonly adapter: ModelAdapter;
  readonly limiter: Limiter;
  /** Whose requests are sent now. */
  readonly turns: Turns;
  /** null gives the choice back to the adapter. */
  setConcurrency(limit: number | null): void;
}

export interface ModelPool {
  /** Loads the model unless this process has it; `release` unloads it after the last user. */
  acquire(
    modelKey: string,
    model: EvaluationSpec['model'],
    batchSize: number,
  ): Promise<PooledModel>;
  /** `now` unloads at once: a lease gives its GPU memory back, an endpoint keeps its connections warm. */
  release(modelKey: string, unload: 'now' | 'when-idle'): Promise<void>;
  dispose(): Promise<void>;
}

interface Entry {
  users: number;
  readonly model: Promise<PooledModel>;
  idle?: NodeJS.Timeout;
}

/** An endpoint's connections stay warm between the shards of a run. */
const IDLE_MS = 30_000;

export function createModelPool(options: {
  readonly findModel: ModelFinder;
  readonly context: Omit<ModelContext, 'batchSize'>;
}): ModelPool {
  const entries = new Map<string, Entry>();

  async function load(model: EvaluationSpec['model'], batchSize: number): Promise<PooledModel> {
    const factory = await options.findModel(model.id, model.plugin);
    const adapter = await factory.create(model.args, { ...options.context, batchSize });
    await adapter.load(new AbortController().signal);
    let override: number | null = null;
    return {
      adapter,
      limiter: createLimiter(() => override ?? adapter.concurrency()),
      turns: createTurns(),
      setConcurrency: (limit) => {
        override = limit;
      },
    };
  }

  async function unload(modelKey: string, entry: Entry): Promise<void> {
    if (entries.get(modelKey) === entry) entries.delete(modelKey);
    const model = await entry.model.catch(() => undefined);
    await model?.adapter.dispose();
  }

  return {
    async acquire(modelKey, model, batchSize) {
      let entry = entries.get(modelKey);
      if (!entry) {
        entry = { users: 0, model: load(model, batchSize) };
        entries.set(modelKey, entry);
      }
      clearTimeout(entry.idle);
      entry.users += 1;
      try {
        return await entry.model;
      } catch (error) {
        entry.users -= 1;
        entries.delete(modelKey);
        throw error;
      }
    },
    async release(modelKey, when) {
      const entry = entries.get(modelKey);
      if (!entry || entry.users < 1) {
        throw new EvalError('internal', `Cannot release model ${modelKey}: nobody holds it.`);
      }
      entry.users -= 1;
      if (entry.users > 0) return;
      if (when === 'now') return unload(modelKey, entry);
      entry.idle = setTimeout(() => void unload(modelKey, entry), IDLE_MS);
      entry.idle.unref();
    },
    async dispose() {
      await Promise.all([...entries].map(([key, entry]) => unload(key, entry)));
    },
  };
}
