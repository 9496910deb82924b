import { join } from 'node:path';
import type { EngineHost } from '../activities/engines/engine-host.ts';
import { createGpuGroups } from '../activities/engines/gpu-groups.ts';
import { cacheDirectoryFrom } from '../deploy/dev-server/cache-directory.ts';
import {
  currentProcessIdentity,
  readProcessIdentity,
} from '../deploy/dev-server/process-identity.ts';
import type { WorkerSettings } from './worker-options.ts';

/** The part of this host that engines need. Their records are the user's, so that any worker finds orphans. */
export function createEngineHost(settings: WorkerSettings): EngineHost {
  return {
    folder: join(settings.dataDirectory ?? cacheDirectoryFrom(), 'engines'),
    self: currentProcessIdentity(),
    identify: readProcessIdentity,
    takeGpus: createGpuGroups(settings.gpus),
    environment: process.env,
  };
}
