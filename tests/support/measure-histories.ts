import type { Client } from '@temporalio/client';

export interface HistoryMeasure {
  /** Workflow runs of the evaluation, children and continued ones included. */
  readonly runs: number;
  readonly continued: number;
  readonly mostEvents: number;
  readonly largestPayloadBytes: number;
}

/** Walks every history of an evaluation. */
export async function measureHistories(client: Client, runId: string): Promise<HistoryMeasure> {
  const measure = { runs: 0, continued: 0, mostEvents: 0, largestPayloadBytes: 0 };
  const root = `evaluate/${runId}`;
  // Visibility follows a moment after the workflow's end.
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const query = `WorkflowId STARTS_WITH "${root}"`;
  for await (const execution of client.workflow.list({ query })) {
    const handle = client.workflow.getHandle(execution.workflowId, execution.runId);
    const { events } = await handle.fetchHistory();
    measure.runs += 1;
    if (execution.status.name === 'CONTINUED_AS_NEW') measure.continued += 1;
    measure.mostEvents = Math.max(measure.mostEvents, events?.length ?? 0);
    for (const size of payloadSizes(events)) {
      measure.largestPayloadBytes = Math.max(measure.largestPayloadBytes, size);
    }
  }
  return measure;
}

function* payloadSizes(value: unknown): Generator<number> {
  if (typeof value !== 'object' || value === null) return;
  if (value instanceof Uint8Array) {
    yield value.byteLength;
    return;
  }
  for (const item of Object.values(value)) yield* payloadSizes(item);
}
