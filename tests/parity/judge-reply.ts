import { explainsMismatch } from './deviations.ts';
import { equalValues } from './equal-values.ts';
import type { VectorCase, VectorRow } from './read-vectors.ts';

export type Reply = VectorRow;

export interface Judgement {
  readonly passed: number;
  readonly unsupported: number;
  readonly explained: number;
  /** One line per mismatch that no deviation explains. */
  readonly failures: readonly string[];
}

/** Metrics whose errors are resampled, so that two right values differ. */
const RESAMPLED = /_stderr,/;
const RESAMPLED_METRICS = /f1|mcc|bleu|chrf|ter|median|perplexity/;
const RESAMPLED_TOLERANCE = 0.35;

/** Compares what the adapter replied to one case with the vectors. */
export function judgeReply(vector: VectorCase, reply: Reply | undefined): Judgement {
  if (reply === undefined || reply['unsupported'] === true) {
    return { passed: 0, explained: 0, unsupported: vector.rows.length, failures: [] };
  }
  const checks = vector.request['kind'] === 'task' ? taskChecks(vector, reply) : [];
  if (vector.request['kind'] === 'fn') checks.push(functionCheck(vector.rows[0]!, reply));
  const failed = checks.filter((check) => !check.isRight);
  const heading = reply['deviation'];
  const unexplained = failed.filter(
    (check) => typeof heading !== 'string' || !explainsMismatch(heading, check.text),
  );
  return {
    passed: checks.length - failed.length,
    explained: failed.length - unexplained.length,
    unsupported: 0,
    failures: unexplained.map((check) => check.text),
  };
}

interface Check {
  readonly isRight: boolean;
  readonly text: string;
}

function functionCheck(row: VectorRow, reply: Reply): Check {
  const text = `${String(row['fn'])} ${show(row['input'])}: expected ${show(row['error'] ?? row['output'])}, got ${show(reply['error'] ?? reply['output'])}`;
  return { isRight: isFunctionRight(row, reply), text };
}

function isFunctionRight(row: VectorRow, reply: Reply): boolean {
  const older = (typeof row['v070'] === 'object' ? row['v070'] : null) as VectorRow | null;
  if (row['random'] === true) {
    return (row['one_of'] as unknown[]).some((value) => equalValues(value, reply['output']));
  }
  const tolerance = (row['tol_rel'] ?? row['tol']) as number | undefined;
  return [row, ...(older === null ? [] : [older])].some((wanted) => {
    if (typeof wanted['error'] === 'string') return typeof reply['error'] === 'string';
    const isThere = 'output' in wanted && reply['error'] === undefined;
    return isThere && equalValues(wanted['output'], reply['output'], tolerance);
  });
}

function taskChecks({ rows }: VectorCase, reply: Reply): Check[] {
  const given = new Map<string, VectorRow>();
  for (const row of (reply['rows'] ?? []) as VectorRow[]) given.set(rowKey(row), row);
  const numbers = (reply['aggregate'] ?? {}) as VectorRow;
  return rows.flatMap((row) => {
    if ('aggregate' in row) return aggregateChecks(row['aggregate'] as VectorRow, numbers);
    const found = given.get(rowKey(row)) ?? {};
    const fields = ['results', 'filtered', 'prompt', 'target'].filter((field) => field in row);
    const wrong = fields.find((field) => !equalValues(row[field], found[field]));
    const text = `document ${String(row['doc_id'])}, ${wrong ?? ''}: expected ${show(row[wrong ?? ''])}, got ${show(reply['error'] ?? found[wrong ?? ''])}`;
    return [{ isRight: wrong === undefined, text }];
  });
}

function aggregateChecks(wanted: VectorRow, given: VectorRow): Check[] {
  const keys = Object.keys(wanted).filter((key) => key !== 'alias' && key !== 'samples');
  return keys.map((key) => {
    const isLoose = RESAMPLED.test(key) && RESAMPLED_METRICS.test(key);
    const isAbsent = isNothing(wanted[key]) && (given[key] ?? null) === null;
    const isEqual = equalValues(wanted[key], given[key], isLoose ? RESAMPLED_TOLERANCE : undefined);
    const text = `${key}: expected ${show(wanted[key])}, got ${show(given[key])}`;
    return { isRight: isAbsent || isEqual, text };
  });
}

/** How the peer prints what a task has no number for. */
function isNothing(value: unknown): boolean {
  return value === 'N/A' || (Array.isArray(value) && value.length === 0);
}

function rowKey(row: VectorRow): string {
  return JSON.stringify([row['doc_id'], row['filter'] ?? '']);
}

function show(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 160);
}
