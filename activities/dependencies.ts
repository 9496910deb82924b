import type { ArtifactStore } from './artifacts/artifact-store.ts';
import type { ModelPool } from './inference/model-pool.ts';
import type { ModelContext } from './models/model-adapter.ts';
import type { ModelFinder } from './models/plugins.ts';
import type { OpenTask } from './runs/open-task.ts';
import type { ScoringThreads } from './scoring/scoring-threads.ts';

/** Everything the activities need from the process they run in; wired in workers/. */
export interface ActivityDependencies {
  /** The same object for the same URL. */
  readonly openStore: (url: string) => ArtifactStore;
  readonly openTask: (store: ArtifactStore, runId: string, task: string) => Promise<OpenTask>;
  readonly models: ModelPool;
  readonly findModel: ModelFinder;
  readonly modelContext: Omit<ModelContext, 'batchSize'>;
  readonly scoring: ScoringThreads;
  /** Polls a task queue with the inference activity until the signal aborts, then drains. */
  readonly serveInference: (queue: string, signal: AbortSignal) => Promise<void>;
  readonly software: { readonly version: string; readonly gitHash: string; readonly node: string };
  readonly log: (message: string) => void;
}
