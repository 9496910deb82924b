import { availableParallelism } from 'node:os';
import { EvalError } from '../../../../core/errors.ts';
import { createDecoderSlot, type DecoderSlot } from './decoder-slot.ts';

/** A few processes that decode, so that few frames are in memory however many files are wanted. */
export interface DecoderPool {
  /**
   * Waits for a free process and lends it, with others that nobody waits for, until `use` ends.
   *
   * @param most how many at most
   */
  withSlots<Result>(
    most: number,
    signal: AbortSignal,
    use: (first: DecoderSlot, others: readonly DecoderSlot[]) => Promise<Result>,
  ): Promise<Result>;
}

const MAX_PROCESSES = 4;

function createDecoderPool(size: number): DecoderPool {
  const slots = Array.from({ length: size }, createDecoderSlot);
  const idle = [...slots];
  const waiting: ((slot: DecoderSlot) => void)[] = [];
  process.once('exit', () => slots.forEach((slot) => slot.kill()));

  function acquire(signal: AbortSignal): Promise<DecoderSlot> {
    const cancelled = () => new EvalError('cancelled', 'Reading media was cancelled.');
    if (signal.aborted) return Promise.reject(cancelled());
    const free = idle.pop();
    if (free !== undefined) return Promise.resolve(free);
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        waiting.splice(waiting.indexOf(give), 1);
        reject(cancelled());
      };
      const give = (slot: DecoderSlot) => {
        signal.removeEventListener('abort', onAbort);
        resolve(slot);
      };
      signal.addEventListener('abort', onAbort, { once: true });
      waiting.push(give);
    });
  }

  async function release(slot: DecoderSlot): Promise<void> {
    try {
      await slot.clear();
    } finally {
      const next = waiting.shift();
      if (next === undefined) idle.push(slot);
      else next(slot);
    }
  }

  return {
    async withSlots(most, signal, use) {
      const first = await acquire(signal);
      const others = idle.splice(0, most - 1);
      try {
        return await use(first, others);
      } finally {
        await Promise.all([first, ...others].map(release));
      }
    },
  };
}

let shared: DecoderPool | undefined;

/** The pool of this process. Its decoders start when needed and end with this process. */
export function sharedDecoderPool(): DecoderPool {
  return (shared ??= createDecoderPool(Math.min(MAX_PROCESSES, availableParallelism())));
}
