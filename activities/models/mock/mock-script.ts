import { readFile } from 'node:fs/promises';

import { EvalError, messageOf } from '../../../core/errors.ts';
import type { EvalErrorCode } from '../../../core/errors.ts';

/** One line of a script: what to say to prompts that contain `match`. */
export interface ScriptLine {
  /** Absent: every request. `task/document` or `task/document/repeat`, as the ledger numbers them. */
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

/** The first line that fits and says anything about what is asked. */
export function findLine(
  script: readonly ScriptLine[],
  asked: {
    readonly id: string;
    readonly prompt: string;
    readonly continuation?: string | undefined;
  },
): ScriptLine | undefined {
  const { id, prompt, continuation } = asked;
  return script.find((line) => {
    if (line.id !== undefined && line.id !== id && !id.startsWith(`${line.id}/`)) return false;
    if (line.match !== undefined && !prompt.includes(line.match)) return false;
    if (line.error !== undefined) return true;
    if (continuation === undefined) return line.response !== undefined;
    return (
      line.logprob !== undefined &&
      (line.continuation === undefined || line.continuation === continuation)
    );
  });
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
