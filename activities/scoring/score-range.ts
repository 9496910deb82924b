import { createHash } from 'node:crypto';
import { EvalError } from '../../core/errors.ts';
import type { EvalDocument } from '../../core/document.ts';
import type { InferenceRow } from '../../core/rows.ts';
import { scoreDocument } from '../../core/scoring/score-document.ts';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import { readRows } from '../ledger/read-rows.ts';
import type { OpenTask } from '../runs/open-task.ts';
import { runPaths } from '../../core/run-paths.ts';
import { renderDocument } from '../runs/render-document.ts';
import { readSealedLedger } from '../runs/run-records.ts';
import type { ScoreInput, ScoreResult } from '../steps.ts';
import { sampleRecord, type SampleRecord } from './sample-record.ts';

/** Bytes gathered before they are handed to the store. */
const CHUNK_BYTES = 256 * 1024;

/**
 * Scores the documents [start, end) and writes their sample records, in document order. The bytes
 * depend on the ledger and the task alone, so writing them twice changes nothing.
 */
export async function scoreRange(options: {
  readonly input: ScoreInput;
  readonly store: ArtifactStore;
  readonly open: OpenTask;
}): Promise<ScoreResult> {
  const { input, store } = options;
  const key = `${runPaths.scores(input.runId, input.task)}/${input.start}-${input.end}.jsonl`;
  const hash = createHash('sha256');
  let count = 0;
  async function* lines(): AsyncGenerator<Uint8Array> {
    let pending = '';
    for await (const record of scoreDocuments(options)) {
      pending += `${JSON.stringify(record)}\n`;
      count += 1;
      if (pending.length < CHUNK_BYTES) continue;
      yield hashed(pending);
      pending = '';
    }
    if (pending !== '') yield hashed(pending);
  }
  function hashed(text: string): Uint8Array {
    const bytes = Buffer.from(text);
    hash.update(bytes);
    return bytes;
  }
  const { bytes } = await store.put(key, lines());
  return { artifact: { key, sha256: hash.digest('hex'), bytes, count } };
}

async function* scoreDocuments(options: {
  readonly input: ScoreInput;
  readonly store: ArtifactStore;
  readonly open: OpenTask;
}): AsyncGenerator<SampleRecord> {
  const { input, store, open } = options;
  const { start, end, runId, task: name } = input;
  const index = await readSealedLedger(store, runId, name);
  const rows = readRows({ store, index, start, end })[Symbol.asyncIterator]();
  let position = start;
  for await (const document of open.documents(start, end)) {
    const own = await rowsOf(rows, position, open.record.config.repeats);
    yield* scoreOne(open, document, position, own);
    position += 1;
  }
}

async function rowsOf(
  rows: AsyncIterator<InferenceRow>,
  doc: number,
  repeats: number,
): Promise<InferenceRow[]> {
  const own: InferenceRow[] = [];
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    const { value, done } = await rows.next();
    if (done || value.doc !== doc || value.repeat !== repeat) {
      throw new EvalError(
        'artifact-corrupt',
        `Cannot score document ${doc}: the ledger has ${done ? 'ended' : `document ${value.doc}, repeat ${value.repeat}`} where repeat ${repeat} of it was expected. Resume the run to complete its ledger.`,
      );
    }
    own.push(value);
  }
  return own;
}

async function* scoreOne(
  open: OpenTask,
  document: EvalDocument,
  position: number,
  rows: readonly InferenceRow[],
): AsyncGenerator<SampleRecord> {
  const { record, task, manifest } = open;
  const { rendered } = await renderDocument(open, document, position);
  const scored = scoreDocument({
    task,
    doc: position,
    document,
    rendered,
    rows,
    reasoningTags:
      record.config.reasoning_tags === undefined
        ? manifest.spec.reasoningTags
        : record.config.reasoning_tags,
    predictOnly: manifest.spec.predictOnly,
    ...(open.fullDocuments === undefined
      ? {}
      : { context: { fullDocs: await open.fullDocuments() } }),
  });
  const category = categoryOf(open, document);
  const docId = record.offset + position;
  for (const one of scored) {
    yield sampleRecord({ docId, document, rendered, rows, scored: one, category });
  }
}

function categoryOf(open: OpenTask, document: EvalDocument): string | undefined {
  const { metadata } = open.record.config;
  const key =
    typeof metadata === 'object' && metadata !== null && 'category_key' in metadata
      ? metadata['category_key']
      : undefined;
  const value = typeof key === 'string' ? document[key] : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
