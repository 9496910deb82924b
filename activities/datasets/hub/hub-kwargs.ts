import { EvalError } from '../../../core/errors.ts';
import { didYouMean } from '../../../core/nearest-name.ts';
import type { JsonObject } from '../../../core/json.ts';
import type { TaskConfig } from '../../../core/task.ts';

/** How the files are read, beside which files they are. */
const READING_KEYS = ['delimiter', 'sep', 'field', 'media_columns', 'media_root'];
/** Settings of other loaders that change no document. */
const WITHOUT_EFFECT = ['token', 'num_proc', 'max_retries', 'trust_remote_code'];
const KNOWN_KEYS = ['revision', 'data_files', ...READING_KEYS, ...WITHOUT_EFFECT];
/** Keys of other loaders that ask for something that is not done. */
const REFUSED: Readonly<Record<string, string>> = {
  video: 'zip and tar archives of media are not unpacked',
  From_YouTube: 'films are not downloaded from other sites',
  builder_script: 'scripts of a dataset are never executed',
  load_from_disk: 'folders written by save_to_disk are not read',
  local_files_only: 'set HF_HUB_OFFLINE=1 to read the cache only',
};

export interface HubKwargs {
  readonly revision: string | undefined;
  /** The part that decides what the documents are. */
  readonly reading: JsonObject;
}

/** The dataset_kwargs of a task of the Hub; a key without effect here is refused, not ignored. */
export function hubKwargs(config: TaskConfig): HubKwargs {
  const kwargs: JsonObject = config.dataset_kwargs ?? {};
  const refuse = (key: string, why: string, hint = '') =>
    new EvalError(
      'task-invalid',
      `Cannot open the dataset ${config.dataset_path} of the task ${config.task}: dataset_kwargs.${key} cannot be used: ${why}.${hint}`,
    );
  for (const [key, value] of Object.entries(kwargs)) {
    const isOff = value === false || value === null;
    if (KNOWN_KEYS.includes(key) || isOff) continue;
    const known = Object.hasOwn(REFUSED, key) ? REFUSED[key] : undefined;
    const hint = didYouMean(key, KNOWN_KEYS);
    throw refuse(key, known ?? `datasets of the Hub take ${KNOWN_KEYS.join(', ')}`, hint);
  }
  const { revision, token } = kwargs;
  if (typeof token === 'string') {
    throw refuse('token', 'a token does not belong in a task file; set HF_TOKEN');
  }
  if (revision !== undefined && revision !== null && typeof revision !== 'string') {
    throw refuse('revision', 'expected the name of a branch, a tag or a commit, in quotes');
  }
  const reading = Object.entries(kwargs).filter(([key]) => READING_KEYS.includes(key));
  return { revision: revision || undefined, reading: Object.fromEntries(reading) };
}
