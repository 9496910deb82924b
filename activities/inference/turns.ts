/** Lets one at a time do something, in the order of asking. */
export interface Turns {
  /** Resolves to the function that ends the turn; at once, without a turn, when the signal aborts. */
  take(signal: AbortSignal): Promise<() => void>;
}

/**
 * The shards of a process send their requests one shard after another rather than side by side. Side
 * by side they would all end at the same moment, and the model would idle until the next shards begin.
 */
export function createTurns(): Turns {
  let last: Promise<void> = Promise.resolve();
  return {
    async take(signal) {
      if (signal.aborted) return () => undefined;
      const previous = last;
      let end: () => void = () => undefined;
      const own = new Promise<void>((resolve) => {
        end = resolve;
      });
      last = previous.then(() => own);
      await raceAbort(previous, signal, end);
      return end;
    },
  };
}

/** Whoever stops waiting passes the turn on. */
async function raceAbort(turn: Promise<void>, signal: AbortSignal, end: () => void): Promise<void> {
  let stopListening: () => void = () => undefined;
  const aborted = new Promise<void>((resolve) => {
    const onAbort = () => {
      end();
      resolve();
    };
    signal.addEventListener('abort', onAbort, { once: true });
    stopListening = () => signal.removeEventListener('abort', onAbort);
  });
  await Promise.race([turn, aborted]);
  stopListening();
}
