import { keySegment } from '../../core/artifact-key.ts';

/** Where the rows of one task of a run lie. */
export const ledgerPaths = {
  /** Folder of the part files of one shard. */
  parts: (runId: string, task: string, start: number, end: number) =>
    `${taskFolder(runId, task)}/infer/${start}-${end}`,
  /** Folder of what was handed to the provider as batches, of one shard. */
  batches: (runId: string, task: string, start: number, end: number) =>
    `${taskFolder(runId, task)}/batches/${start}-${end}`,
  /** The same of all shards. */
  allBatches: (runId: string, task: string) => `${taskFolder(runId, task)}/batches`,
  /** Folders that hold the parts of all shards, whatever their borders were. */
  everything: (runId: string, task: string) => [`${taskFolder(runId, task)}/infer`],
  /** The accepted rows of one shard, by content. */
  shard: (runId: string, task: string, range: DocumentRange, sha256: string) =>
    `${taskFolder(runId, task)}/ledger/${range.start}-${range.end}-${sha256}.jsonl`,
  /** Folder of the lists of accepted shards, by content. */
  indexes: (runId: string, task: string) => `${taskFolder(runId, task)}/shards`,
} as const;

export interface DocumentRange {
  readonly start: number;
  readonly end: number;
}

/** Who wrote a part: the token keeps a zombie apart from the attempt that bears the same number. */
export interface PartName {
  readonly attempt: number;
  readonly token: string;
  readonly sequence: number;
}

export interface LedgerPart extends PartName, DocumentRange {
  readonly key: string;
}

export function partKey(folder: string, part: PartName): string {
  return `${folder}/${part.attempt}-${keySegment(part.token)}-${part.sequence}.jsonl`;
}

/** undefined for keys that no writer of ours made. */
export function parsePartKey(key: string): LedgerPart | undefined {
  const found = /(?:^|\/)(\d+)-(\d+)\/(\d+)-(.+)-(\d+)\.jsonl$/.exec(key);
  if (found === null) return undefined;
  const [, start, end, attempt, token, sequence] = found;
  return {
    key,
    start: Number(start),
    end: Number(end),
    attempt: Number(attempt),
    token: token!,
    sequence: Number(sequence),
  };
}

/** The order in which the first valid row wins: the same for every reader, on every store. */
export function comparePartOrder(left: LedgerPart, right: LedgerPart): number {
  return (
    left.attempt - right.attempt ||
    compareText(left.token, right.token) ||
    left.sequence - right.sequence ||
    compareText(left.key, right.key)
  );
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function taskFolder(runId: string, task: string): string {
  return `runs/${runId}/${keySegment(task)}`;
}
