import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';

import { EvalError } from '../../../core/errors.ts';
import { fromLogEntry, FROM_LOG_PARAMETERS } from '../../../core/models/from-log-entry.ts';
import type { ModelArguments, ModelFactory } from '../model-adapter.ts';
import { readArguments } from '../read-arguments.ts';
import { createFromLogAdapter } from './from-log-adapter.ts';
import { findLogs } from './read-log.ts';

export const fromLogFactory: ModelFactory = {
  ...fromLogEntry,
  async identify(args) {
    const path = pathOf(args);
    const hash = createHash('sha256').update('from_log 1');
    for (const file of await findLogs(path)) {
      // The name counts, since it tells the task.
      hash.update(`\n${basename(file)}\n`);
      for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
    }
    return { modelKey: hash.digest('hex').slice(0, 24), displayName: `from_log ${basename(path)}` };
  },
  create: async (args) => createFromLogAdapter(pathOf(args)),
};

function pathOf(args: ModelArguments): string {
  const path = readArguments('from_log', args, FROM_LOG_PARAMETERS).text('logs');
  if (path !== undefined) return path;
  throw new EvalError(
    'model-invalid',
    '--model_args of from_log: the recorded answers are missing; pass logs=PATH of a samples file or a folder of them.',
  );
}
