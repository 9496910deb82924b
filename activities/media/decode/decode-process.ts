/**
 * Entry of a decoding process: media are data from strangers, and the libraries that read them are large
 * programs in C. Here they can crash, hang or fill memory without anything else being lost.
 */
import { Worker } from 'node:worker_threads';
import { isEvalError, messageOf, type EvalErrorCode } from '../../../core/errors.ts';
import { compiledEntry } from '../../threads/compiled-entry.ts';
import type { DecodeAnswer, DecodeJob } from './decode-job.ts';

async function run(job: DecodeJob): Promise<void> {
  if (job.kind === 'image') {
    const { decodeImageJob } = await import('./decode-image-job.ts');
    return decodeImageJob(job, job.wish);
  }
  const { decodePagesJob } = await import('./decode-pages-job.ts');
  return decodePagesJob(job, job.wish);
}

async function answer(job: DecodeJob): Promise<DecodeAnswer> {
  try {
    await run(job);
    return { ok: true };
  } catch (error) {
    const code = isEvalError(error) ? error.code : codeOf(error);
    return { ok: false, code, message: messageOf(error) };
  }
}

/** A full disk concerns more than this medium; what else a decoder throws is about its bytes. */
function codeOf(error: unknown): EvalErrorCode {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOSPC' || code === 'EDQUOT' ? 'store-full' : 'media-unreadable';
}

const [owner = ''] = process.argv.slice(2);
new Worker(compiledEntry(import.meta.url, './orphan-watch-thread.ts'), {
  workerData: Number(owner),
}).unref();

process.on('message', (job: DecodeJob) => {
  void answer(job).then((result) => process.send?.(result));
});
// Its owner is gone, so nobody waits for the answer.
process.on('disconnect', () => process.exit(0));
