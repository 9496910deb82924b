import { createStoreCache } from '../activities/artifacts/store-cache.ts';
import type { ActivityDependencies } from '../activities/dependencies.ts';
import type { EngineHost } from '../activities/engines/engine-host.ts';
import { createModelPool } from '../activities/inference/model-pool.ts';
import { findModel } from '../activities/models/registry.ts';
import { createTaskCache } from '../activities/runs/task-cache.ts';
import { EvalError } from '../core/errors.ts';

/** Wires what the activities need; the only place that knows all of it. */
export function createDependencies(
  given: Pick<ActivityDependencies, 'scoring' | 'software' | 'log' | 'serveInference'> & {
    readonly engines: EngineHost;
    readonly secrets: (name: string) => string | undefined;
  },
): ActivityDependencies {
  const { secrets, engines, ...rest } = given;
  const modelContext = {
    optionalSecret: secrets,
    secret(name: string): string {
      const value = secrets(name);
      if (value !== undefined) return value;
      throw new EvalError(
        'secret-missing',
        `Cannot use the secret ${name}: this worker process has no such environment variable. Set it where the worker runs.`,
      );
    },
    log: given.log,
    engines,
  };
  return {
    ...rest,
    openStore: createStoreCache(),
    openTask: createTaskCache(),
    models: createModelPool({ findModel, context: modelContext }),
    findModel,
    modelContext,
  };
}
