import { Worker } from '@temporalio/worker';
import type { Activities } from '../activities/index.ts';
import { workerDefaults, type WorkerContext } from './worker-defaults.ts';

/** One shard running, one rendering its first prompts. */
const SHARDS_AT_ONCE = 2;

interface Served {
  leases: number;
  readonly worker: Promise<Worker>;
  readonly ended: Promise<void>;
}

/**
 * Polls the inference queue of a leased model until the lease's signal aborts, then drains. Leases of
 * several evaluations on one model share the poller: the SDK allows one per queue and process.
 */
export function createServeInference(
  context: WorkerContext,
  infer: () => Activities['infer'],
): (queue: string, signal: AbortSignal) => Promise<void> {
  const served = new Map<string, Served>();

  function open(queue: string): Served {
    const worker = Worker.create({
      ...workerDefaults(context),
      taskQueue: queue,
      activities: { infer: infer() },
      maxConcurrentActivityTaskExecutions: SHARDS_AT_ONCE,
      activityTaskPollerBehavior: { type: 'simple-maximum', maximum: 1 },
    });
    const entry = { leases: 0, worker, ended: worker.then((created) => created.run()) };
    served.set(queue, entry);
    entry.ended.catch(() => undefined).finally(() => served.delete(queue));
    return entry;
  }

  return async (queue, signal) => {
    const entry = served.get(queue) ?? open(queue);
    entry.leases += 1;
    await Promise.race([entry.ended, aborted(signal)]);
    entry.leases -= 1;
    if (entry.leases > 0) return;
    const worker = await entry.worker;
    served.delete(queue);
    if (worker.getState() === 'RUNNING') worker.shutdown();
    await entry.ended;
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
