import type { ArtifactReference } from '../core/artifact-reference.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { recordShards } from './ledger/shard-index.ts';
import { runPaths } from '../core/run-paths.ts';
import { writeRecord } from './runs/run-records.ts';
import type { RecordShardsInput } from './steps.ts';
import { withHeartbeat } from './with-heartbeat.ts';

/** Appends accepted shards to the task's index; sealing makes it the one that later stages read. */
export function createRecordShards(dependencies: ActivityDependencies) {
  return async function record(input: RecordShardsInput): Promise<ArtifactReference> {
    return withHeartbeat(async () => {
      const store = dependencies.openStore(input.store);
      const { runId, task, previous, shards } = input;
      const index =
        previous !== null && shards.length === 0
          ? previous
          : await recordShards({
              store,
              runId,
              task,
              previous,
              shards,
            });
      if (input.seal) await writeRecord(store, runPaths.sealedLedger(runId, task), index);
      return index;
    });
  };
}
