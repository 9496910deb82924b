import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';

import { EvalError, messageOf } from '../../../core/errors.ts';
import type { LogLikelihoodPair } from '../../../core/rows.ts';

/** Answers by `task/document`: one entry per repeat, or one pair per choice. */
export type RecordedAnswers = ReadonlyMap<string, RecordedDocument>;

export interface RecordedDocument {
  readonly texts: readonly string[];
  readonly pairs: readonly LogLikelihoodPair[];
}

/** `…samples_<task>.jsonl`, with or without the time before it. */
const SAMPLES_FILE = /(?:^|_)samples_(.+)\.jsonl$/;

/** The samples files under a path, in name order. */
export async function findLogs(path: string): Promise<string[]> {
  try {
    if ((await stat(path)).isFile()) return [path];
    const names = await readdir(path, { recursive: true });
    const files = names.filter((name) => SAMPLES_FILE.test(basename(name)));
    if (files.length > 0)
      return files.sort((left, right) => (left < right ? -1 : 1)).map((name) => join(path, name));
  } catch (error) {
    throw new EvalError(
      'model-invalid',
      `Cannot read the recorded answers: ${messageOf(error)}. Pass logs=PATH of a samples JSONL file or of a folder that holds some.`,
      { cause: error },
    );
  }
  throw new EvalError(
    'model-invalid',
    `There is no samples file under ${path}. Expected names like 20260101_120000_samples_mme.jsonl; run with --log_samples, or pass another logs=PATH.`,
  );
}

/**
 * Reads our samples files and those of lmms-eval. Of a document that appears more than once (one line
 * per filter, several files) the first line counts: filters share the raw answer.
 */
export async function readLogs(files: readonly string[]): Promise<RecordedAnswers> {
  const answers = new Map<string, RecordedDocument>();
  for (const file of files) {
    let number = 0;
    const lines = createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity });
    for await (const line of lines) {
      number += 1;
      if (line.trim() === '') continue;
      const record = parse(file, line, number);
      const document = record['doc_id'] ?? record['doc'];
      const task = taskOf(file, record);
      if (typeof document !== 'number' || task === undefined) throw badLine(file, line, number);
      const key = `${task}/${document}`;
      if (!answers.has(key)) answers.set(key, recorded(record));
    }
  }
  return answers;
}

function taskOf(file: string, record: Record<string, unknown>): string | undefined {
  const { task } = record as { task?: unknown };
  return typeof task === 'string' ? task : SAMPLES_FILE.exec(basename(file))?.[1];
}

/** `resps` is what the model said; lmms-eval leaves it out where filtering changed nothing. */
function recorded(record: Record<string, unknown>): RecordedDocument {
  const said = record['resps'] ?? record['responses'] ?? record['filtered_resps'] ?? [];
  const pairs = pairsIn(said);
  if (pairs.length > 0) return { texts: [], pairs };
  return { texts: textsIn(said), pairs: [] };
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.flatMap(textsIn) : [];
}

/** lmms-eval turns nested values into strings: [["-1.5", "False"]] stands for [[-1.5, false]]. */
function pairsIn(value: unknown): LogLikelihoodPair[] {
  if (!Array.isArray(value)) return [];
  const pair = asPair(value);
  return pair === undefined ? value.flatMap(pairsIn) : [pair];
}

function asPair(value: readonly unknown[]): LogLikelihoodPair | undefined {
  const [score, greedy] = value;
  const isGreedy = String(greedy).toLowerCase();
  if (value.length !== 2 || !['true', 'false'].includes(isGreedy)) return undefined;
  const parsed =
    typeof score === 'number' || typeof score === 'string' ? Number(score) : Number.NaN;
  return Number.isNaN(parsed) ? undefined : [parsed, isGreedy === 'true'];
}

function parse(file: string, line: string, number: number): Record<string, unknown> {
  try {
    const value = JSON.parse(line) as unknown;
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Reported below like any other line that is no record.
  }
  throw badLine(file, line, number);
}

function badLine(file: string, line: string, number: number): EvalError {
  return new EvalError(
    'model-invalid',
    `Line ${number} of ${file} is not a sample with doc_id: ${line.slice(0, 80)}. Pass logs=PATH of a samples file named …samples_<task>.jsonl.`,
  );
}
