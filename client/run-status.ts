import type { RunStatus } from './evaluation-client.ts';

/** Temporal's word for the state of an execution, as users of a run read it. */
export function runStatus(
  execution: string | undefined,
  isPaused: boolean,
  /** What the results file says: a workflow also completes when some of its tasks were cancelled. */
  recorded?: unknown,
): RunStatus {
  switch (execution) {
    case 'RUNNING':
    case 'CONTINUED_AS_NEW':
      return isPaused ? 'paused' : 'running';
    case 'COMPLETED':
      return recorded === 'cancelled' ? 'cancelled' : 'completed';
    case 'CANCELLED':
      return 'cancelled';
    default:
      // Failed, terminated, timed out, or forgotten by the server: not completed, so never shown so.
      return 'failed';
  }
}
