/** Calls back once when the signal aborts; the returned function takes the callback off again. */
export type OnAbort = (signal: AbortSignal, callback: () => void) => () => void;

/**
 * One listener per signal however many requests hang on it: hundreds in flight share a shard's signal,
 * and Node warns of a leak from the eleventh listener on.
 */
export function createOnAbort(): OnAbort {
  const waiting = new WeakMap<AbortSignal, Set<() => void>>();
  return (signal, callback) => {
    let callbacks = waiting.get(signal);
    if (callbacks === undefined) {
      const fresh = new Set<() => void>();
      callbacks = fresh;
      waiting.set(signal, fresh);
      signal.addEventListener('abort', () => [...fresh].forEach((each) => each()), { once: true });
    }
    callbacks.add(callback);
    return () => callbacks.delete(callback);
  };
}
