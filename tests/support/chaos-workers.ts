import { setTimeout as delay } from 'node:timers/promises';
import type { ChaosRandom } from './chaos-random.ts';
import type { SpawnedWorker } from './spawn-worker.ts';
import type { TestStack } from './test-stack.ts';

const LOOK_EVERY_MS = 100;

export function aliveWorkers(stack: TestStack): SpawnedWorker[] {
  return stack.workers.filter((worker) => worker.isAlive());
}

/** Kills all at once and says how many there were. */
export async function killAllWorkers(stack: TestStack): Promise<number> {
  const alive = aliveWorkers(stack);
  await Promise.all(alive.map((worker) => worker.kill()));
  return alive.length;
}

/** Kills one worker and starts another after a second, without making the caller wait for it. */
export async function replaceOneWorker(
  stack: TestStack,
  random: ChaosRandom,
): Promise<{ readonly victim: SpawnedWorker; readonly replaced: Promise<void> }> {
  const victim = random.pick(aliveWorkers(stack));
  await victim.kill();
  return { victim, replaced: delay(1_000).then(async () => void (await stack.addWorker())) };
}

export interface WorkerSupervisor {
  /** Workers that died by themselves. */
  deaths(): number;
  stop(): Promise<void>;
}

/** Starts a new worker for each one that dies, as an orchestrator does. */
export function superviseWorkers(stack: TestStack): WorkerSupervisor {
  const dead = new Set<SpawnedWorker>();
  let isStopped = false;
  const watch = async () => {
    while (!isStopped) {
      for (const worker of [...stack.workers]) {
        if (worker.isAlive() || dead.has(worker)) continue;
        dead.add(worker);
        await stack.addWorker();
      }
      await delay(LOOK_EVERY_MS);
    }
  };
  const watching = watch();
  return {
    deaths: () => dead.size,
    async stop() {
      isStopped = true;
      await watching;
    },
  };
}
