import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { PreviewRequest, TaskPreview } from '../../activities/previews/preview-prompts.ts';
import { EvalError, messageOf } from '../../core/errors.ts';

/**
 * Prompts of task files, made in a thread: datasets are read by activities, which the command line does
 * not load, and a task's own functions stay apart from it.
 */
export async function readPreviews(request: PreviewRequest): Promise<readonly TaskPreview[]> {
  const worker = new Worker(threadEntry(), { workerData: request });
  try {
    return await new Promise((resolve, reject) => {
      worker.once('message', (previews: readonly TaskPreview[]) => resolve(previews));
      worker.once('error', (error) => reject(ended(messageOf(error), error)));
      worker.once('exit', (code) => reject(ended(`exit code ${code}`, undefined)));
    });
  } finally {
    await worker.terminate();
  }
}

function ended(reason: string, cause: unknown): EvalError {
  return new EvalError(
    'task-invalid',
    `Cannot make prompts: the thread that ran the task's functions ended (${reason}).`,
    { cause },
  );
}

/** The compiled file: Node 20 starts no thread from TypeScript. */
function threadEntry(): URL {
  const beside = new URL('../../activities/previews/preview-thread.js', import.meta.url);
  const compiled = import.meta.url.endsWith('.ts')
    ? new URL('../../dist/activities/previews/preview-thread.js', import.meta.url)
    : beside;
  if (existsSync(fileURLToPath(compiled))) return compiled;
  throw new EvalError(
    'tool-missing',
    `Cannot make prompts: ${fileURLToPath(compiled)} does not exist. Run \`npm run build\`.`,
  );
}
