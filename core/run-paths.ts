import { keySegment } from './artifact-key.ts';

/** Where the artifacts of a run lie. Everything below `runs/<runId>/` belongs to that run alone. */
export const runPaths = {
  spec: (runId: string) => `runs/${runId}/spec.json`,
  manifest: (runId: string) => `runs/${runId}/manifest.json`,
  results: (runId: string) => `runs/${runId}/results.json`,
  report: (runId: string) => `runs/${runId}/report.html`,
  task: (runId: string, task: string) => `runs/${runId}/${keySegment(task)}`,
  taskRecord: (runId: string, task: string) => `runs/${runId}/${keySegment(task)}/task.json`,
  /** Pointer to the index of accepted shards, written when inference is over. */
  sealedLedger: (runId: string, task: string) => `runs/${runId}/${keySegment(task)}/ledger.json`,
  scores: (runId: string, task: string) => `runs/${runId}/${keySegment(task)}/scores`,
  samples: (runId: string, task: string) => `runs/${runId}/${keySegment(task)}/samples.jsonl`,
  /** What a benchmark's own server takes. */
  submission: (runId: string, task: string, extension: 'json' | 'csv') =>
    `runs/${runId}/${keySegment(task)}/submission.${extension}`,
  /** What --baseline names for the task, as it was when the run was planned. */
  baseline: (runId: string, task: string) => `runs/${runId}/${keySegment(task)}/baseline.jsonl`,
  taskResult: (runId: string, task: string) => `runs/${runId}/${keySegment(task)}/result.json`,
} as const;
