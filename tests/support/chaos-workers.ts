import { setTimeout as delay } from 'node:timers/promises';
import type { ChaosRandom } from './chaos-random.ts';
import type { SpawnedWorker } from './spawn-worker.ts';
import type { TestStack } from './test-stack.ts';

const LOOK_EVERY_MS = 100;

function aliveWorkers(stack: TestStack): SpawnedWorker[] {
  return stack.workers.filter((worker) => worker.isAlive());
}

/** Kills all at once and says how many there were. */
export async function killAllWorkers(stack: TestStack): Promise<number> {
  const alive = aliveWorkers(stack);
  await Promise.all(alive.map((worker) => worker.kill()));
  return alive.length;
}

/** Kills one worker, picked by chance. */
export async function killOneWorker(stack: TestStack, random: ChaosRandom): Promise<void> {
  await random.pick(aliveWorkers(stack)).kill();
}

/** Starts or stops workers until there are so many. */
export async function keepWorkers(stack: TestStack, count: number): Promise<void> {
  const alive = aliveWorkers(stack);
  await Promise.all(alive.slice(count).map((worker) => worker.stop()));
  for (let have = alive.length; have < count; have += 1) await stack.addWorker();
}

export interface WorkerSupervisor {
  /** Workers that died while they were watched. */
  deaths(): number;
  stop(): Promise<void>;
}

/** Starts a new worker, after `delayMs`, for each one that dies, as an orchestrator does. */
export function superviseWorkers(stack: TestStack, delayMs: number): WorkerSupervisor {
  const dead = new Set(stack.workers.filter((worker) => !worker.isAlive()));
  const before = dead.size;
  const stopping = new AbortController();
  const watch = async () => {
    while (!stopping.signal.aborted) {
      const found = stack.workers.find((worker) => !worker.isAlive() && !dead.has(worker));
      if (found === undefined) {
        await delay(LOOK_EVERY_MS);
      } else {
        dead.add(found);
        await delay(delayMs);
        await stack.addWorker();
      }
    }
  };
  const watching = watch();
  return {
    deaths: () => dead.size - before,
    async stop() {
      stopping.abort();
      await watching;
    },
  };
}
