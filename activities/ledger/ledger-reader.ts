import type { InferenceRow } from '../../core/rows.ts';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import { comparePartOrder, parsePartKey, type LedgerPart } from './ledger-paths.ts';
import { decodeLedgerRecord, rowKey } from './ledger-record.ts';
import { mapInOrder } from './map-in-order.ts';

export interface ReadLedgerOptions {
  readonly store: Pick<ArtifactStore, 'list' | 'getIfPresent'>;
  /** Folders of part files. */
  readonly prefixes: readonly string[];
  readonly start: number;
  readonly end: number;
  readonly repeats: number;
  /** Leaves out rows with status `failed`, so that they are asked again. */
  readonly retryFailed?: boolean;
}

export interface LedgerRows {
  /** By `doc/repeat`: the first valid row in the order of attempt, token, sequence. */
  readonly rows: Map<string, InferenceRow>;
  /**
   * By `doc/repeat` without any row: attempts that started it, never finished it and did not end in
   * an orderly way.
   */
  readonly suspects: ReadonlyMap<string, number>;
  /** Lines dropped because they were torn or changed. */
  readonly damagedLines: number;
}

/** Object stores hold many small parts: read this many ahead. */
const READ_AHEAD = 8;

export async function readLedgerRows(options: ReadLedgerOptions): Promise<LedgerRows> {
  const { store, start, end, repeats } = options;
  const parts = await listParts(options);
  const found = new Map<string, InferenceRow>();
  const failed = new Set<string>();
  const attempts = new Map<string, AttemptTrace>();
  let damagedLines = 0;

  const bodies = mapInOrder(parts, READ_AHEAD, (part) => store.getIfPresent(part.key));
  for await (const [part, body] of bodies) {
    if (body === undefined) continue;
    const trace = traceOf(attempts, part);
    for (const line of linesOf(body)) {
      const record = decodeLedgerRecord(line);
      if (record === undefined) {
        damagedLines += 1;
      } else if (record.kind === 'closed') {
        trace.isClosed = true;
      } else if (record.kind === 'started') {
        for (const key of record.keys) trace.started.add(key);
      } else {
        const { doc, repeat } = record.row;
        if (doc < start || doc >= end || repeat < 0 || repeat >= repeats) continue;
        const key = rowKey(doc, repeat);
        // A failed row that is asked again must not hide the answer to the second question.
        if (options.retryFailed === true && record.row.status === 'failed') failed.add(key);
        else if (!found.has(key)) found.set(key, record.row);
      }
    }
  }
  const isSettled = (key: string) => found.has(key) || failed.has(key);
  const suspects = countSuspects(attempts.values(), isSettled, options);
  return { rows: found, suspects, damagedLines };
}

interface AttemptTrace {
  readonly started: Set<string>;
  isClosed: boolean;
}

async function listParts(options: ReadLedgerOptions): Promise<LedgerPart[]> {
  const parts = new Map<string, LedgerPart>();
  for (const prefix of options.prefixes) {
    for await (const { key } of options.store.list(`${prefix}/`)) {
      const part = parsePartKey(key);
      // After a restart the borders may differ; parts of other documents need not be read.
      if (part && part.start < options.end && part.end > options.start) parts.set(key, part);
    }
  }
  return [...parts.values()].sort(comparePartOrder);
}

function traceOf(attempts: Map<string, AttemptTrace>, part: LedgerPart): AttemptTrace {
  const name = `${part.start}-${part.end}/${part.attempt}-${part.token}`;
  const known = attempts.get(name);
  if (known !== undefined) return known;
  const trace: AttemptTrace = { started: new Set(), isClosed: false };
  attempts.set(name, trace);
  return trace;
}

function countSuspects(
  attempts: Iterable<AttemptTrace>,
  isSettled: (key: string) => boolean,
  range: ReadLedgerOptions,
): Map<string, number> {
  const suspects = new Map<string, number>();
  for (const { started, isClosed } of attempts) {
    if (isClosed) continue;
    for (const key of started) {
      const doc = Number.parseInt(key, 10);
      if (isSettled(key) || doc < range.start || doc >= range.end) continue;
      suspects.set(key, (suspects.get(key) ?? 0) + 1);
    }
  }
  return suspects;
}

/** Empty lines stand where a writer ended a torn line before going on. */
function linesOf(body: Uint8Array): string[] {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(body);
  return text.split('\n').filter((line) => line !== '');
}
