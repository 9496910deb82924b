import { createStoreCache } from '../activities/artifacts/store-cache.ts';
import type { ActivityDependencies } from '../activities/dependencies.ts';
import type { EngineHost } from '../activities/engines/engine-host.ts';
import { createModelPool } from '../activities/inference/model-pool.ts';
import type { RequestLimitLease } from '../activities/limits/limit-lease.ts';
import { createFleetGates } from '../activities/limits/fleet-gates.ts';
import { createMediaService } from '../activities/media/media-service.ts';
import { mediaServiceOptions } from '../activities/media/media-service-options.ts';
import { createModelFinder } from '../activities/models/plugins.ts';
import { createTaskCache } from '../activities/runs/task-cache.ts';
import { EvalError } from '../core/errors.ts';
import { cacheDirectoryFrom } from '../deploy/dev-server/cache-directory.ts';
import type { PluginPackage } from '../tasks/plugin-packages.ts';

/** Wires what the activities need; the only place that knows all of it. */
export function createDependencies(
  given: Pick<ActivityDependencies, 'scoring' | 'software' | 'log' | 'serveInference'> & {
    readonly engines: EngineHost;
    readonly secrets: (name: string) => string | undefined;
    readonly limitLease: RequestLimitLease;
    readonly plugins: readonly PluginPackage[];
  },
): ActivityDependencies {
  const { secrets, engines, limitLease, plugins, ...rest } = given;
  const findModel = createModelFinder(plugins);
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
    media: createMediaService(mediaServiceOptions(process.env, cacheDirectoryFrom())),
    fleet: createFleetGates({ lease: limitLease, log: given.log }),
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
