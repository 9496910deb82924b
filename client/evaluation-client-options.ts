import type { Client } from '@temporalio/client';
import type { ArtifactStore } from '../activities/artifacts/artifact-store.ts';

/** What the evaluation client is made of. */
export interface EvaluationClientOptions {
  readonly client: Client;
  readonly openStore: (url: string) => ArtifactStore;
  /** Where runs are looked for when the server has forgotten them. */
  readonly defaultStore: string;
  /** A new run id. */
  readonly newRunId: () => string;
  readonly close: () => Promise<void>;
}
