import { EvalError } from '../../../core/errors.ts';
import type { ModelAdapter } from '../model-adapter.ts';
import { cancelledError } from '../sleep.ts';
import { findLogs, readLogs } from './read-log.ts';
import type { RecordedAnswers, RecordedDocument } from './read-log.ts';

/** Reading a map is instantaneous; enough requests to keep a shard's bookkeeping busy. */
const CONCURRENCY = 64;

/**
 * Gives recorded answers again. The request's id says which: `task/document/repeat`, for
 * log-likelihoods `task/document/repeat/choice`.
 */
export function createFromLogAdapter(path: string): ModelAdapter {
  let answers: RecordedAnswers = new Map();

  const find = (id: string, signal: AbortSignal): { found: RecordedDocument; rest: number[] } => {
    if (signal.aborted) throw cancelledError();
    const [task = '', document = '', ...rest] = id.split('/');
    const found = answers.get(`${task}/${document}`);
    if (found === undefined) throw missing(path, id);
    return { found, rest: rest.map(Number) };
  };

  return {
    accepts: ['image', 'audio', 'video', 'document'],
    load: async () => {
      answers = await readLogs(await findLogs(path));
    },
    concurrency: () => CONCURRENCY,
    generate: async (request, signal) => {
      const { found, rest } = find(request.id, signal);
      const text = found.texts[rest[0] ?? 0];
      if (text === undefined) throw missing(path, request.id);
      return { text, finishReason: 'stop', usage: {}, timing: { latencyMs: 0 }, attempts: 1 };
    },
    logLikelihood: async (request, signal) => {
      const { found, rest } = find(request.id, signal);
      const pair = found.pairs[rest[1] ?? 0];
      if (pair === undefined) throw missing(path, request.id);
      const [logLikelihood, isGreedy] = pair;
      return { logLikelihood, isGreedy, tokenCount: 1, usage: {}, timing: { latencyMs: 0 } };
    },
    dispose: async () => {
      answers = new Map();
    },
  };
}

function missing(path: string, id: string): EvalError {
  return new EvalError(
    'artifact-missing',
    `The samples under ${path} hold no answer for ${id}. Evaluate the tasks, limit and repeats that were recorded, or pass another logs=PATH.`,
  );
}
