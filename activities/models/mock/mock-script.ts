import { readFile } from 'node:fs/promises';

import { EvalError, messageOf } from '../../../core/errors.ts';
import type { EvalErrorCode } from '../../../core/errors.ts';

/** One line of a script: what to say to prompts that contain `match`. */
export interface ScriptLine {
  /** Absent: every request. `task`, `task/document` or `task/document/repeat`, as the ledger numbers them. */
  readonly id?: string;
  /** Absent: every prompt. */
  readonly match?: string;
  /** For log-likelihoods: only this continuation. */
  readonly continuation?: string;
  readonly response?: string;
  readonly error?: EvalErrorCode;
  readonly logprob?: number;
}

export async function readScript(path: string): Promise<readonly ScriptLine[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new EvalError(
      'model-invalid',
      `Cannot read the script of mock: ${messageOf(error)}. Pass script=PATH of a JSONL file.`,
      { cause: error },
    );
  }
  const lines = text.split('\n').map((line, index) => ({ line: line.trim(), number: index + 1 }));
  return lines
    .filter(({ line }) => line !== '')
    .map(({ line, number }) => parse(path, line, number));
}

/** A script by the requests its lines are for: a long one must not be walked for each of them. */
export interface MockScript {
  readonly byId: ReadonlyMap<string, readonly ScriptLine[]>;
  readonly others: readonly ScriptLine[];
}

export function indexScript(lines: readonly ScriptLine[]): MockScript {
  const byId = new Map<string, ScriptLine[]>();
  for (const line of lines) {
    if (line.id === undefined) continue;
    const own = byId.get(line.id);
    if (own === undefined) byId.set(line.id, [line]);
    else own.push(line);
  }
  return { byId, others: lines.filter(({ id }) => id === undefined) };
}

/** The first line that fits and says anything about what is asked; lines for this request go first. */
export function findLine(
  script: MockScript,
  asked: {
    readonly id: string;
    readonly prompt: string;
    readonly continuation?: string | undefined;
  },
): ScriptLine | undefined {
  const { prompt, continuation } = asked;
  const own = prefixes(asked.id).flatMap((id) => script.byId.get(id) ?? []);
  return [...own, ...script.others].find((line) => {
    if (line.match !== undefined && !prompt.includes(line.match)) return false;
    if (line.error !== undefined) return true;
    if (continuation === undefined) return line.response !== undefined;
    return (
      line.logprob !== undefined &&
      (line.continuation === undefined || line.continuation === continuation)
    );
  });
}

/** `a/1/0` is asked for by lines for `a/1/0`, `a/1` and `a`. */
function prefixes(id: string): string[] {
  const parts = id.split('/');
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('/'));
}

function parse(path: string, line: string, number: number): ScriptLine {
  try {
    const value = JSON.parse(line) as ScriptLine;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Reported below like any other line that is no object.
  }
  throw new EvalError(
    'model-invalid',
    `Line ${number} of the script ${path} is not a JSON object: ${line.slice(0, 80)}. Write {"id"?, "match"?, "response" | "error" | "logprob", "continuation"?}.`,
  );
}
