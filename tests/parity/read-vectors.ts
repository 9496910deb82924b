import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeRequest } from './special-values.ts';

export type VectorRow = Readonly<Record<string, unknown>>;

export interface VectorCase {
  /** Path of the file without its ending. */
  readonly file: string;
  readonly request: VectorRow;
  /** What the reply must hold: one row of a function, or all rows of a task. */
  readonly rows: readonly VectorRow[];
}

/** The requests of every .jsonl file under a directory; `only` names files or folders. */
export function readVectors(directory: string, only: readonly string[]): VectorCase[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.jsonl'))
    .map((path) => path.slice(0, -'.jsonl'.length))
    .filter((file) => isWanted(file, only))
    .sort()
    .flatMap((file) => casesOf(file, readRows(join(directory, `${file}.jsonl`))));
}

function isWanted(file: string, only: readonly string[]): boolean {
  return only.length === 0 || only.some((name) => file === name || file.startsWith(`${name}/`));
}

function readRows(path: string): VectorRow[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => decodeRequest(line) as VectorRow);
}

function casesOf(file: string, rows: readonly VectorRow[]): VectorCase[] {
  if (file.startsWith('tasks/')) return [taskCase(file, rows)];
  if (file.startsWith('agentic/')) return rows.filter((row) => 'script' in row).map(agenticCase);
  return rows.map((row) => ({
    file,
    request: { kind: 'fn', fn: row['fn'], input: row['input'] },
    rows: [row],
  }));

  function agenticCase(row: VectorRow): VectorCase {
    const { task, doc, script } = row;
    return { file, request: { kind: 'agentic', task, doc, script }, rows: [row] };
  }
}

/** A task file ends with a row that holds the aggregate; a document has a row per filter. */
function taskCase(file: string, rows: readonly VectorRow[]): VectorCase {
  const tail = rows.at(-1)!;
  const fixed = rows.filter((row) => row['random'] !== true);
  const documents = new Map(
    fixed.filter((row) => 'doc_id' in row).map((row) => [row['doc_id'], row] as const),
  );
  const config = (tail['config'] ?? {}) as VectorRow;
  return {
    file,
    rows: fixed,
    request: {
      kind: 'task',
      task: tail['task'],
      ...('yaml' in tail ? { yaml: tail['yaml'] } : {}),
      docs: [...documents.values()].map((row) => row['doc']),
      responses: [...documents.values()].map((row) => row['response']),
      options: {
        reasoning_tags: null,
        num_fewshot: config['num_fewshot'],
        repeats: config['repeats'] ?? 1,
      },
    },
  };
}
