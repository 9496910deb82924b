import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

const TAIL_BYTES = 16 * 1024;
const TAIL_LINES = 20;
const LINE_CHARS = 300;

/** The last lines of a log, without colours and progress bars, short enough for an error message. */
export function logTail(file: string): string {
  const lines = stripVTControlCharacters(endOf(file))
    .split('\n')
    // A progress bar rewrites its line; only what it ended with is of use.
    .map((line) => line.trimEnd().split('\r').at(-1) ?? '')
    .filter((line) => line.trim() !== '');
  return lines
    .slice(-TAIL_LINES)
    .map((line) => `  ${line.slice(0, LINE_CHARS)}`)
    .join('\n');
}

function endOf(file: string): string {
  try {
    const handle = openSync(file, 'r');
    try {
      const { size } = fstatSync(handle);
      const buffer = Buffer.alloc(Math.min(size, TAIL_BYTES));
      const read = readSync(handle, buffer, 0, buffer.length, size - buffer.length);
      return buffer.toString('utf8', 0, read);
    } finally {
      closeSync(handle);
    }
  } catch {
    return '';
  }
}
