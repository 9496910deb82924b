import { closeSync, fstatSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import { explainDiskError } from './explain-disk-error.ts';

export interface LogFile {
  readonly path: string;
  /** For the `stdio` of a detached process. */
  readonly descriptor: number;
  close(): void;
  /** The last lines written since this log was opened. */
  tail(lines: number): string;
}

/** A log over this size is moved to `<name>.1` at the next start, so that old ones cannot fill a disk. */
const ROTATE_BYTES = 20 * 1024 * 1024;
const TAIL_BYTES = 32 * 1024;
/** Server lines carry stack traces of many kilobytes; the beginning says what happened. */
const LINE_CHARACTERS = 400;

export function openLogFile(path: string): LogFile {
  try {
    rotate(path);
    const descriptor = openSync(path, 'a', 0o600);
    const start = fstatSync(descriptor).size;
    return {
      path,
      descriptor,
      close: () => closeSync(descriptor),
      tail: (lines) => readTail(path, start, lines),
    };
  } catch (error) {
    throw explainDiskError(error, 'open the log', path);
  }
}

function rotate(path: string): void {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > ROTATE_BYTES) renameSync(path, `${path}.1`);
}

function readTail(path: string, start: number, lines: number): string {
  const descriptor = openSync(path, 'r');
  try {
    const end = fstatSync(descriptor).size;
    const from = Math.max(start, end - TAIL_BYTES);
    const buffer = Buffer.alloc(Math.max(0, end - from));
    const length = readSync(descriptor, buffer, 0, buffer.length, from);
    return buffer
      .toString('utf8', 0, length)
      .trimEnd()
      .split('\n')
      .slice(-lines)
      .map((line) => line.slice(0, LINE_CHARACTERS))
      .join('\n');
  } finally {
    closeSync(descriptor);
  }
}
