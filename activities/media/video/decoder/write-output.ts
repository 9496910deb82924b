import { writeSync } from 'node:fs';
import { EvalError } from '../../../../core/errors.ts';
import { OUTPUT_FD } from './decoder-protocol.ts';

/** Writes all the bytes at this position of the decoder process's output file. */
export function writeOutput(bytes: Uint8Array, position: number): void {
  try {
    for (let done = 0; done < bytes.byteLength;) {
      done += writeSync(OUTPUT_FD, bytes, done, bytes.byteLength - done, position + done);
    }
  } catch (error) {
    const isFull = error instanceof Error && 'code' in error && error.code === 'ENOSPC';
    if (!isFull) throw error;
    throw new EvalError(
      'store-full',
      'Cannot keep decoded media: the disk of temporary files is full. Free space there, or set TMPDIR to another disk.',
      { retry: 'backoff', cause: error },
    );
  }
}
