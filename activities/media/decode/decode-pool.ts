import { availableParallelism } from 'node:os';
import { EvalError } from '../../../core/errors.ts';
import type { DecodeJob } from './decode-job.ts';
import { startDecodingChild, type DecodingChild } from './decoding-child.ts';

/** Decoding processes, started when needed; what waits for one waits in order. */
export interface DecodePool {
  run(job: DecodeJob): Promise<void>;
  close(): void;
}

/** Each decodes with a few threads of its own. */
const MOST_PROCESSES = 4;
/** Then an idle one gives its memory back. */
const IDLE_MS = 30_000;
/** Native libraries never give all of their memory back. */
const JOBS_PER_CHILD = 500;

interface Place {
  readonly child: DecodingChild;
  jobs: number;
  idleTimer?: NodeJS.Timeout;
}

export function createDecodePool(
  size: number = Math.max(1, Math.min(MOST_PROCESSES, availableParallelism())),
): DecodePool {
  const idle: Place[] = [];
  const busy = new Set<Place>();
  const waiting: { readonly start: () => void; readonly refuse: (error: EvalError) => void }[] = [];
  let running = 0;
  let isClosed = false;

  const take = (): Place => {
    for (let place = idle.pop(); place !== undefined; place = idle.pop()) {
      clearTimeout(place.idleTimer);
      if (place.child.isAlive()) return place;
    }
    return { child: startDecodingChild(), jobs: 0 };
  };
  const putBack = (place: Place): void => {
    if (isClosed || !place.child.isAlive() || place.jobs >= JOBS_PER_CHILD) {
      place.child.kill();
      return;
    }
    place.idleTimer = setTimeout(() => {
      idle.splice(idle.indexOf(place), 1);
      place.child.kill();
    }, IDLE_MS);
    place.idleTimer.unref();
    idle.push(place);
  };
  const turn = (): Promise<void> | undefined => {
    if (running < size) return undefined;
    return new Promise((start, refuse) => waiting.push({ start, refuse }));
  };

  return {
    async run(job) {
      if (isClosed) throw closed();
      // Who is handed a turn takes over the count of the one that ended.
      const wait = turn();
      if (wait === undefined) running += 1;
      else await wait;
      let place: Place | undefined;
      try {
        place = take();
        busy.add(place);
        place.jobs += 1;
        await place.child.run(job);
      } finally {
        if (place !== undefined) {
          busy.delete(place);
          putBack(place);
        }
        const next = waiting.shift();
        if (next === undefined) running -= 1;
        else next.start();
      }
    },
    close() {
      isClosed = true;
      for (const place of [...idle.splice(0), ...busy]) {
        clearTimeout(place.idleTimer);
        place.child.kill();
      }
      for (const { refuse } of waiting.splice(0)) refuse(closed());
    },
  };
}

function closed(): EvalError {
  return new EvalError('cancelled', 'Decoding was stopped because the worker is ending.');
}
