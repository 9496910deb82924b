import { EvalError } from '../../core/errors.ts';
import type { AggregateInput, AggregateResult, ScoreInput, ScoreResult } from '../steps.ts';
import { compiledEntry } from '../threads/compiled-entry.ts';
import { openThread, type ThreadChannel } from '../threads/thread-channel.ts';
import type { ScoringCalls } from './scoring-calls.ts';

/** A few threads that score, started when first needed. */
export interface ScoringThreads {
  score(input: ScoreInput, signal: AbortSignal): Promise<ScoreResult>;
  aggregate(input: AggregateInput, signal: AbortSignal): Promise<AggregateResult>;
  dispose(): Promise<void>;
}

/** A range or an aggregation that takes longer holds a scorer that never ends (a hostile pattern). */
const LIMIT_MS = 30 * 60_000;

interface Slot {
  thread?: ThreadChannel<ScoringCalls>;
  busy: number;
}

export function createScoringThreads(count: number): ScoringThreads {
  const slots: Slot[] = Array.from({ length: count }, () => ({ busy: 0 }));

  async function call<Name extends keyof ScoringCalls>(
    name: Name,
    payload: ScoringCalls[Name]['payload'],
    signal: AbortSignal,
  ): Promise<ScoringCalls[Name]['result']> {
    const slot = slots.reduce((least, one) => (one.busy < least.busy ? one : least));
    slot.thread ??= openThread<ScoringCalls>({
      entry: compiledEntry(import.meta.url, './scoring-thread.ts'),
      name: 'scoring',
    });
    const { thread } = slot;
    let stoppedBy: EvalError | undefined;
    const stop = (reason: EvalError) => {
      stoppedBy = reason;
      if (slot.thread === thread) delete slot.thread;
      void thread.terminate(interrupted());
    };
    const timer = setTimeout(() => stop(timedOut(payload.task)), LIMIT_MS);
    const onAbort = () => stop(new EvalError('cancelled', 'Scoring was cancelled.'));
    signal.addEventListener('abort', onAbort, { once: true });
    slot.busy += 1;
    try {
      return await thread.call(name, payload);
    } catch (error) {
      if (stoppedBy !== undefined) throw stoppedBy;
      // A thread that died is replaced by the next call.
      const isDead = error instanceof EvalError && error.code === 'internal';
      if (isDead && slot.thread === thread) delete slot.thread;
      throw error;
    } finally {
      slot.busy -= 1;
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    }
  }

  return {
    score: (input, signal) => call('score', input, signal),
    aggregate: (input, signal) => call('aggregate', input, signal),
    async dispose() {
      await Promise.all(slots.flatMap(({ thread }) => (thread ? [thread.terminate()] : [])));
    },
  };
}

/** For the other calls on a thread that had to be stopped: theirs go on elsewhere. */
function interrupted(): EvalError {
  return new EvalError(
    'internal',
    'The scoring thread was stopped together with another call that was cancelled or took too long. This one is tried again.',
    { retry: 'backoff' },
  );
}

function timedOut(task: string): EvalError {
  return new EvalError(
    'scorer-timed-out',
    `Scoring ${task} did not end within ${LIMIT_MS / 60_000} minutes. Look for a regular expression or scorer that never ends on some answer, then run \`assay rescore\`.`,
  );
}
