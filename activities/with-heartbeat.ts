import { CancelledFailure, Context } from '@temporalio/activity';

/** Beats often; the SDK sends at most one per throttle interval. */
const BEAT_MS = 1_000;

/**
 * Runs the whole body of a long activity under a steady heartbeat that carries its progress. Every
 * activity over a few seconds goes through here, so that no part of one ever beats too rarely.
 */
export async function withHeartbeat<Result>(
  work: (context: {
    readonly signal: AbortSignal;
    readonly onProgress: (read: () => unknown) => void;
  }) => Promise<Result>,
): Promise<Result> {
  const context = Context.current();
  let read: () => unknown = () => undefined;
  const beat = () => context.heartbeat(read());
  beat();
  const timer = setInterval(beat, BEAT_MS);
  try {
    return await work({
      signal: context.cancellationSignal,
      onProgress: (next) => {
        read = next;
      },
    });
  } catch (error) {
    // Whatever broke because the work was called off: Temporal tells a cancelled workflow from a
    // stopping worker, and gives the work of the latter to another one.
    throw context.cancellationSignal.aborted
      ? new CancelledFailure('The activity was cancelled.')
      : error;
  } finally {
    clearInterval(timer);
  }
}
