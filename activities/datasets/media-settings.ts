import { EvalError } from '../../core/errors.ts';
import type { TaskConfig } from '../../core/task.ts';

/** The dataset_kwargs of datasets that keep their media in archives. */
export interface MediaSettings {
  /** Archives of the repository, or beside the data files, are unpacked. */
  readonly isUnpacked: boolean;
  /** Name of the folder that media are unpacked into; undefined: a name made of the dataset's. */
  readonly cacheDir: string | undefined;
  /** A folder of that name that somebody else filled is not taken. */
  readonly isForced: boolean;
}

/** `force_download` and `create_link` change nothing: what a folder holds is known by digest. */
export const MEDIA_KEYS = [
  'video',
  'cache_dir',
  'force_unzip',
  'force_download',
  'create_link',
  'From_YouTube',
];

export function mediaSettings(config: TaskConfig): MediaSettings {
  const kwargs = config.dataset_kwargs ?? {};
  const refuse = (why: string) =>
    new EvalError(
      'task-invalid',
      `Cannot open the dataset of the task ${config.task}: dataset_kwargs.${why}`,
    );
  if (kwargs['From_YouTube']) {
    throw refuse(
      'From_YouTube cannot be used: films are not downloaded from other sites. Download them yourself and set dataset_kwargs.media_root to their folder.',
    );
  }
  const cacheDir = kwargs['cache_dir'] ?? undefined;
  if (cacheDir === undefined) return { ...flags(kwargs), cacheDir };
  const parts = typeof cacheDir === 'string' ? cacheDir.split('/') : [];
  if (parts.length === 0 || !parts.every((part) => /^\w[\w.-]*$/.test(part))) {
    throw refuse(
      `cache_dir must be the name of a folder, such as videomme; received ${JSON.stringify(cacheDir).slice(0, 80)}.`,
    );
  }
  return { ...flags(kwargs), cacheDir: parts.join('/') };
}

function flags(kwargs: NonNullable<TaskConfig['dataset_kwargs']>) {
  return { isUnpacked: kwargs['video'] === true, isForced: kwargs['force_unzip'] === true };
}
