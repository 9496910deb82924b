import type { FileHandle } from 'node:fs/promises';
import { EvalError } from '../../../core/errors.ts';

/** Fills the target with the file's bytes from this position on. */
export async function readFully<Target extends Uint8Array>(
  file: FileHandle,
  position: number,
  target: Target,
): Promise<Target> {
  for (let done = 0; done < target.byteLength;) {
    const { bytesRead } = await file.read(target, done, target.byteLength - done, position + done);
    if (bytesRead === 0) throw new EvalError('internal', 'A decoder wrote less than it said.');
    done += bytesRead;
  }
  return target;
}
