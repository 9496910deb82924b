import type { ArtifactReference } from '../core/artifact-reference.ts';
import type { FailureGroup } from '../core/results.ts';
import type { ShardResult } from '../activities/steps.ts';
import type { DocumentCounts, TaskControl, TaskProgress, TaskStage } from './messages.ts';

/** All that evaluate-task carries over continue-as-new: a few integers and one reference. */
export interface TaskState {
  stage: TaskStage;
  /** Documents handed out so far; everything below is done or in `again`. */
  cursor: number;
  /** Ranges to hand out once more, after a pause or a change of concurrency. */
  again: { start: number; end: number }[];
  index: ArtifactReference | null;
  done: number;
  counts: { -readonly [name in keyof DocumentCounts]: number };
  failures: FailureGroup[];
  inputTokens: number;
  outputTokens: number;
  shardsDone: number;
  documentsPerSecond: number;
  control: TaskControl;
}

/** Causes kept per task; the report shows them grouped, the rows hold every message. */
const MAX_FAILURE_GROUPS = 10;

export function newTaskState(control: TaskControl): TaskState {
  return {
    stage: 'infer',
    cursor: 0,
    again: [],
    index: null,
    done: 0,
    counts: { ok: 0, refused: 0, failed: 0, skipped: 0, cached: 0 },
    failures: [],
    inputTokens: 0,
    outputTokens: 0,
    shardsDone: 0,
    documentsPerSecond: 0,
    control,
  };
}

export function addShard(state: TaskState, shard: ShardResult): void {
  const documents = shard.end - shard.start;
  state.done += documents;
  state.shardsDone += 1;
  state.counts.ok += shard.ok;
  state.counts.refused += shard.refused;
  state.counts.failed += shard.failed;
  state.counts.skipped += shard.skipped;
  state.counts.cached += shard.cached;
  state.inputTokens += shard.inputTokens;
  state.outputTokens += shard.outputTokens;
  state.failures = mergeFailures(state.failures, shard.failures);
  // A moving figure: shards answered from the cache or the ledger say little about the model's speed.
  const speed = documents / Math.max(0.001, shard.elapsedMs / 1000);
  state.documentsPerSecond =
    state.documentsPerSecond === 0 ? speed : state.documentsPerSecond * 0.7 + speed * 0.3;
}

export function mergeFailures(
  left: readonly FailureGroup[],
  right: readonly FailureGroup[],
): FailureGroup[] {
  const groups = new Map<string, FailureGroup>();
  for (const group of [...left, ...right]) {
    const known = groups.get(group.code);
    groups.set(group.code, known ? { ...known, count: known.count + group.count } : group);
  }
  return [...groups.values()]
    .sort((one, other) => other.count - one.count || (one.code < other.code ? -1 : 1))
    .slice(0, MAX_FAILURE_GROUPS);
}

export function progressOf(
  state: TaskState,
  task: { readonly task: string; readonly documents: number },
  shardsInFlight: number,
): TaskProgress {
  return {
    task: task.task,
    documents: task.documents,
    stage: state.stage,
    done: state.done,
    counts: { ...state.counts },
    failures: state.failures,
    inputTokens: state.inputTokens,
    outputTokens: state.outputTokens,
    shardsDone: state.shardsDone,
    shardsInFlight,
    paused: state.control.paused,
  };
}
