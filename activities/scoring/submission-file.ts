import { EvalError } from '../../core/errors.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import type { SubmissionResult } from '../../core/results.ts';
import { runPaths } from '../../core/run-paths.ts';
import type { SubmissionPlan } from '../../core/scoring/submission-form.ts';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import type { SampleRecord } from './sample-record.ts';

type Samples = () => AsyncIterable<SampleRecord>;

export interface SubmissionTarget {
  readonly store: Pick<ArtifactStore, 'put'>;
  readonly runId: string;
  readonly task: string;
  /** Of the task: a server counts an answer that is not there as wrong, or refuses the file. */
  readonly documents: number;
}

const CHUNK_CHARACTERS = 64 * 1024;

/** Writes what the benchmark's server takes, record by record; nothing where no document has a record. */
export async function writeSubmission(
  plan: SubmissionPlan,
  samples: Samples,
  target: SubmissionTarget,
): Promise<SubmissionResult | undefined> {
  const { store, runId, task, documents } = target;
  const columns = new Set<string>();
  let records = 0;
  for await (const record of recordsOf(samples(), plan)) {
    records += 1;
    if (plan.form === 'table') for (const column of columnsOf(record)) columns.add(column);
  }
  if (records === 0) return undefined;
  const files = [runPaths.submission(runId, task, 'json')];
  const all = () => recordsOf(samples(), plan);
  await store.put(files[0]!, inChunks(plan.form === 'object' ? asObject(all()) : asList(all())));
  if (plan.form === 'table') {
    files.push(runPaths.submission(runId, task, 'csv'));
    await store.put(files[1]!, inChunks(asTable(all(), [...columns])));
  }
  // Below the run: two equal runs say the same.
  const names = files.map((key) => key.split('/').slice(2).join('/'));
  return { files: names, records, missing: documents - records };
}

/** One record per document, however many filter pipelines it passed: that of the first. */
async function* recordsOf(
  samples: AsyncIterable<SampleRecord>,
  { metric }: SubmissionPlan,
): AsyncGenerator<JsonValue> {
  let last = -1;
  for await (const { doc_id: doc, metrics } of samples) {
    const record = metrics[metric];
    if (doc === last || record === undefined || record === null) continue;
    last = doc;
    yield record;
  }
}

async function* asList(records: AsyncIterable<JsonValue>): AsyncGenerator<string> {
  let separator = '[\n';
  for await (const record of records) {
    yield separator + JSON.stringify(record);
    separator = ',\n';
  }
  yield '\n]\n';
}

/** Records of one key each, the document's own name, as one object; of equal names the first counts. */
async function* asObject(records: AsyncIterable<JsonValue>): AsyncGenerator<string> {
  const names = new Set<string>();
  for await (const record of records) {
    const [entry, ...others] = isObject(record) ? Object.entries(record) : [];
    if (entry === undefined || others.length > 0) {
      throw new EvalError(
        'task-invalid',
        `Cannot write a submission as one object: each record must have one key, the document's name, but one is ${JSON.stringify(record).slice(0, 80)}. Set metadata.submission to list.`,
      );
    }
    const [name, value] = entry;
    if (names.has(name)) continue;
    yield `${names.size === 0 ? '{' : ','}\n${JSON.stringify(name)}: ${JSON.stringify(value)}`;
    names.add(name);
  }
  yield '\n}\n';
}

async function* asTable(
  records: AsyncIterable<JsonValue>,
  columns: readonly string[],
): AsyncGenerator<string> {
  const line = (cells: readonly string[]) => `${cells.map(quoted).join(',')}\r\n`;
  yield line(columns);
  for await (const record of records) {
    const cells: JsonObject = isObject(record) ? record : {};
    yield line(columns.map((column) => cellOf(cells[column])));
  }
}

function cellOf(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function columnsOf(record: JsonValue): readonly string[] {
  return isObject(record) ? Object.keys(record) : [];
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function* inChunks(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  let pending = '';
  for await (const text of texts) {
    pending += text;
    if (pending.length < CHUNK_CHARACTERS) continue;
    yield Buffer.from(pending);
    pending = '';
  }
  yield Buffer.from(pending);
}
