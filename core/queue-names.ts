/** Task queues. A name shared by workflows and activities is two queues on the server. */
export const CONTROL_QUEUE = 'control';
/** Planning, scoring, aggregation, gathering. */
export const CPU_QUEUE = 'cpu';
/** Inference against remote endpoints: the worker process holds the limiter of each endpoint. */
export const API_QUEUE = 'api';

/** Leases of a GPU pool: one slot per GPU group. */
export function gpuQueue(pool: string): string {
  return `gpu.${pool}`;
}

/** Shards of one loaded checkpoint: polled only by the processes that hold a lease on it. */
export function inferQueue(modelKey: string): string {
  return `infer.${modelKey}`;
}
