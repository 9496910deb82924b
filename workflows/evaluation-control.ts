import { ApplicationFailure, getExternalWorkflowHandle, setHandler } from '@temporalio/workflow';
import type { EvaluationState } from './evaluation-state.ts';
import {
  cancelTaskUpdate,
  continueUpdate,
  evaluationProgressQuery,
  pauseUpdate,
  setConcurrencyUpdate,
  taskControlSignal,
  taskStageSignal,
} from './messages.ts';

/** Most model calls in flight that one worker process is allowed to be told. */
const MAX_CONCURRENCY = 10_000;

/** Queries, validated updates and the children's reports. Registered before the first await. */
export function handleControl(state: EvaluationState): void {
  setHandler(evaluationProgressQuery, () => state.progress());
  setHandler(taskStageSignal, (progress) => {
    const entry = state.tasks.get(progress.task);
    if (entry) entry.progress = progress;
  });
  setHandler(pauseUpdate, () => control(state, { ...state.control, paused: true }), {
    validator: () => {
      if (state.control.paused) throw refused('Cannot pause: the run is paused already.');
    },
  });
  setHandler(continueUpdate, () => control(state, { ...state.control, paused: false }), {
    validator: () => {
      if (!state.control.paused) throw refused('Cannot continue: the run is not paused.');
    },
  });
  setHandler(
    setConcurrencyUpdate,
    (concurrency) => control(state, { ...state.control, concurrency }),
    {
      validator: (concurrency) => {
        if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > MAX_CONCURRENCY) {
          throw refused(
            `Cannot set the concurrency to ${concurrency}: expected a whole number from 1 to ${MAX_CONCURRENCY}.`,
          );
        }
      },
    },
  );
  setHandler(cancelTaskUpdate, (task) => cancelTask(state, task), {
    validator: (task) => {
      const entry = state.tasks.get(task);
      if (!entry) {
        const known = [...state.tasks.keys()].slice(0, 20).join(', ');
        throw refused(`Cannot cancel task ${task}: this run has ${known || 'no tasks yet'}.`);
      }
      if (entry.state !== 'running' && entry.state !== 'waiting') {
        throw refused(`Cannot cancel task ${task}: it is ${entry.state} already.`);
      }
    },
  });
}

async function control(state: EvaluationState, next: EvaluationState['control']): Promise<void> {
  state.control = next;
  for (const entry of state.tasks.values()) {
    if (entry.state !== 'running') continue;
    try {
      await getExternalWorkflowHandle(entry.workflowId).signal(taskControlSignal, next);
    } catch {
      // The child finished in the meantime: there is nothing left to control.
    }
  }
}

async function cancelTask(state: EvaluationState, task: string): Promise<void> {
  const entry = state.tasks.get(task);
  if (!entry) return;
  const wasRunning = entry.state === 'running';
  entry.state = 'cancelled';
  if (!wasRunning) return;
  try {
    await getExternalWorkflowHandle(entry.workflowId).cancel();
  } catch {
    // The child finished in the meantime: its result stands.
  }
}

function refused(message: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, 'spec-invalid');
}
