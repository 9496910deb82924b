import { EvalError } from '../../../core/errors.ts';
import { didYouMean } from '../../../core/nearest-name.ts';
import type { JsonObject } from '../../../core/json.ts';
import type { TaskConfig } from '../../../core/task.ts';
import { MEDIA_KEYS } from '../media-settings.ts';
import type { HubSettings } from './hub-settings.ts';

/** How the files are read, beside which files they are. */
const READING_KEYS = [
  'delimiter',
  'sep',
  'field',
  'media_columns',
  'media_root',
  'media_paths',
  'text_paths',
  'mask_paths',
];
/** Settings of other loaders that change no document. */
const WITHOUT_EFFECT = ['token', 'num_proc', 'trust_remote_code'];
const NETWORK_KEYS = ['local_files_only', 'max_retries'];
const KNOWN_KEYS = [
  'revision',
  'data_files',
  'join',
  'media_env',
  ...READING_KEYS,
  ...MEDIA_KEYS,
  ...NETWORK_KEYS,
  ...WITHOUT_EFFECT,
];
/** Keys of other loaders that ask for something that is not done. */
const REFUSED: Readonly<Record<string, string>> = {
  builder_script: 'scripts of a dataset are never executed',
};
const MAX_ATTEMPTS = 100;

export interface HubKwargs {
  readonly revision: string | undefined;
  /** The part that decides what the documents are. */
  readonly reading: JsonObject;
  /** What the task wants to be different from this process's settings. */
  readonly network: Partial<HubSettings>;
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
  const { max_retries: attempts } = kwargs;
  if (attempts !== undefined && attempts !== null && !isAttempts(attempts)) {
    throw refuse('max_retries', `expected a whole number from 1 to ${MAX_ATTEMPTS}`);
  }
  return {
    revision: revision || undefined,
    reading: Object.fromEntries(reading),
    network: {
      ...(kwargs['local_files_only'] === true
        ? { isOffline: true, offlineBy: 'dataset_kwargs.local_files_only' }
        : {}),
      ...(isAttempts(attempts) ? { attempts } : {}),
    },
  };
}

function isAttempts(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MAX_ATTEMPTS;
}
