/** Slots shared by all shards of one model in this process; a freed slot is handed on at once. */
export interface Limiter {
  /** Resolves when a slot is ours. */
  acquire(): Promise<void>;
  release(): void;
  /** Resolves when nothing else is in flight; nothing else starts before `releaseAlone`. */
  acquireAlone(): Promise<void>;
  releaseAlone(): void;
  inUse(): number;
}

/** The capacity is asked at every turn, so that an adaptive one takes effect immediately. */
export function createLimiter(capacity: () => number): Limiter {
  const waiting: (() => void)[] = [];
  let head = 0;
  let inUse = 0;
  const loners: (() => void)[] = [];
  let isAlone = false;

  function wake(): void {
    if (isAlone) return;
    if (loners.length > 0) {
      if (inUse > 0) return;
      isAlone = true;
      loners.shift()!();
      return;
    }
    while (head < waiting.length && inUse < Math.max(1, capacity())) {
      inUse += 1;
      waiting[head]!();
      head += 1;
    }
    if (head > 1024 && head * 2 > waiting.length) {
      waiting.splice(0, head);
      head = 0;
    }
  }

  return {
    async acquire() {
      const isQueued = head < waiting.length || loners.length > 0 || isAlone;
      if (inUse < Math.max(1, capacity()) && !isQueued) {
        inUse += 1;
        return;
      }
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
      });
    },
    release() {
      inUse -= 1;
      wake();
    },
    async acquireAlone() {
      await new Promise<void>((resolve) => {
        loners.push(resolve);
        wake();
      });
    },
    releaseAlone() {
      isAlone = false;
      wake();
    },
    inUse: () => inUse,
  };
}
