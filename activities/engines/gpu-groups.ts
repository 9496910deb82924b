import { EvalError } from '../../core/errors.ts';
import type { TakenGpus } from './engine-host.ts';

/** Hands the GPU groups of a worker, `0,1;2,3`, to its engines, one each. */
export function createGpuGroups(text: string | undefined): () => TakenGpus | undefined {
  if (text === undefined || text.trim() === '') return () => undefined;
  const groups = text.split(';').map((group) => group.split(',').map((id) => id.trim()));
  const named = groups.flat();
  if (named.includes('') || new Set(named).size !== named.length) {
    throw new EvalError(
      'spec-invalid',
      `Cannot use the GPUs ${JSON.stringify(text)}: expected groups of different ids such as 0,1;2,3.`,
    );
  }
  const free = [...groups];
  return () => {
    const ids = free.shift();
    if (ids === undefined) {
      throw new EvalError(
        'model-load-failed',
        `Cannot give the engine a GPU group: all ${groups.length} of this worker are taken. Start it with as many groups in --gpus as --slots.`,
        { retry: 'backoff' },
      );
    }
    let isBack = false;
    return {
      ids,
      giveBack() {
        if (!isBack) free.push(ids);
        isBack = true;
      },
    };
  };
}
