import { EvalError } from '../../../core/errors.ts';
import type { ServerWords } from '../hub/server-words.ts';

/** What errors say about a server that is not the Hub. */
export function wordsOf(host: string): ServerWords {
  return {
    name: host,
    check: "Check the address in the task's data_files",
    afterTooMany: 'Wait, or download the file and name its path',
    refusal: (what, { status }) =>
      new EvalError('dataset-not-found', `Cannot read ${what}: ${reasonOf(host, status)}`, {
        data: { status },
      }),
  };
}

function reasonOf(host: string, status: number): string {
  if (status === 401 || status === 403) {
    return `${host} answered ${status}: it does not let everybody read this file. Download it with your account and name its path in data_files.`;
  }
  if (status === 404 || status === 410) {
    return `${host} answered ${status}: there is no such file (any more). Check the address in data_files, or name the path of a copy.`;
  }
  return `${host} answered ${status}. Check the address in data_files, or name the path of a copy.`;
}
