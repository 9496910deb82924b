import { keySegment } from '../../core/artifact-key.ts';
import { isEvalError } from '../../core/errors.ts';
import { isCacheableOutput } from '../../core/is-cacheable-output.ts';
import { decodeLedgerLine, encodeLedgerLine } from '../../core/ledger-line.ts';
import type { InferenceRow } from '../../core/rows.ts';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import { writeArtifact } from '../artifacts/write-artifact.ts';

/** What another run was told; `doc` and `repeat` are that run's. */
export interface CachedAnswer {
  /** The run that paid for it. */
  readonly run: string;
  readonly row: Omit<InferenceRow, 'origin'>;
}

export interface CacheEntry {
  readonly key: string;
  readonly run: string;
  readonly row: InferenceRow | Omit<InferenceRow, 'origin'>;
}

export interface ResponseCache {
  /** Learns of segments that other processes wrote; called once before a shard is enough. */
  refresh(): Promise<void>;
  /** undefined when unknown, damaged or gone: the model is asked then. */
  get(key: string): Promise<CachedAnswer | undefined>;
  /** Writes answers as one segment; only those with status `ok` and a text are kept. */
  putSegment(entries: readonly CacheEntry[]): Promise<void>;
  /** `damaged`: rows and index lines refused because they were not what their key or checksum says. */
  statistics(): { readonly entries: number; readonly damaged: number };
}

interface StoredAnswer extends CachedAnswer {
  readonly key: string;
}

interface Location {
  readonly segment: string;
  readonly offset: number;
  readonly length: number;
}

/** A line of an index: key, offset and length in bytes of its row within the segment. */
type IndexLine = readonly [key: string, offset: number, length: number];

/**
 * Answers of one model by the digest of the question. A segment `<sha256>.jsonl` holds rows, each with
 * its key and checksum; `<sha256>.idx` beside it says where they begin.
 */
export function openResponseCache(options: {
  readonly store: ArtifactStore;
  readonly modelKey: string;
}): ResponseCache {
  const { store } = options;
  const folder = `cache/${keySegment(options.modelKey)}`;
  const locations = new Map<string, Location[]>();
  const knownIndexes = new Set<string>();
  let damaged = 0;

  async function loadIndex(key: string): Promise<void> {
    const bytes = await store.getIfPresent(key);
    if (bytes === undefined) return;
    const segment = key.replace(/\.idx$/, '.jsonl');
    for (const line of new TextDecoder().decode(bytes).split('\n')) {
      if (line === '') continue;
      const entry = decodeLedgerLine(line) as IndexLine | undefined;
      if (entry === undefined) {
        damaged += 1;
        continue;
      }
      const [answerKey, offset, length] = entry;
      const known = locations.get(answerKey);
      if (known === undefined) locations.set(answerKey, [{ segment, offset, length }]);
      else known.push({ segment, offset, length });
    }
    knownIndexes.add(key);
  }

  return {
    async refresh() {
      for await (const { key } of store.list(`${folder}/`)) {
        if (key.endsWith('.idx') && !knownIndexes.has(key)) await loadIndex(key);
      }
    },
    async get(key) {
      for (const location of locations.get(key) ?? []) {
        const answer = await readAnswer(store, location);
        if (answer?.key === key && answer.row.status === 'ok') {
          return { run: answer.run, row: answer.row };
        }
        damaged += 1;
        const others = (locations.get(key) ?? []).filter((each) => each !== location);
        locations.set(key, others);
      }
      return undefined;
    },
    async putSegment(entries) {
      const { body, index, count } = encodeSegment(entries);
      if (count === 0) return;
      const segment = await writeArtifact(store, folder, 'jsonl', body, count);
      // The index comes last: what it points to is already there.
      const indexKey = segment.key.replace(/\.jsonl$/, '.idx');
      await store.put(indexKey, index);
      if (!knownIndexes.has(indexKey)) await loadIndex(indexKey);
    },
    statistics: () => ({ entries: locations.size, damaged }),
  };
}

async function readAnswer(
  store: ArtifactStore,
  location: Location,
): Promise<StoredAnswer | undefined> {
  const { segment, offset, length } = location;
  try {
    const bytes = await store.getRange(segment, offset, offset + length);
    return decodeLedgerLine(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)) as
      | StoredAnswer
      | undefined;
  } catch (error) {
    if (isEvalError(error) && error.code === 'artifact-missing') return undefined;
    throw error;
  }
}

function encodeSegment(entries: readonly CacheEntry[]): {
  readonly body: Uint8Array;
  readonly index: Uint8Array;
  readonly count: number;
} {
  const rows: Buffer[] = [];
  const index: string[] = [];
  let offset = 0;
  for (const { key, run, row } of entries) {
    if (row.status !== 'ok' || !isCacheableOutput(row.output)) continue;
    const line = Buffer.from(encodeLedgerLine({ key, run, row: { ...row, origin: undefined } }));
    // Without the newline, so that the range read is exactly what the checksum covers.
    index.push(encodeLedgerLine([key, offset, line.byteLength - 1] satisfies IndexLine));
    rows.push(line);
    offset += line.byteLength;
  }
  return { body: Buffer.concat(rows), index: Buffer.from(index.join('')), count: rows.length };
}
