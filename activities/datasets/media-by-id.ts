import { EvalError } from '../../core/errors.ts';
import type { TaskConfig } from '../../core/task.ts';
import type { ByteSource, OpenFile } from './byte-source.ts';
import { findBelow } from './find-below.ts';
import { isMediaName } from './media-names.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Films that the person who runs the task provides: a folder of them, or a Lance table. */
export interface MediaById {
  find(name: string): Promise<{ open: () => Promise<ByteSource> } | undefined>;
  /** Where was looked, for a document whose film is nowhere. */
  readonly looked: string;
}

/**
 * `dataset_kwargs.media_env: MINERVA` reads MINERVA_VIDEO_DIR, then MINERVA_LANCE_VIDEO_URI (columns:
 * MINERVA_LANCE_VIDEO_ID_COLUMN, MINERVA_LANCE_VIDEO_BLOB_COLUMN). What is in neither is not downloaded.
 */
export function mediaById(
  config: TaskConfig,
  environment: Environment,
  openFile: OpenFile,
): MediaById | undefined {
  const prefix = config.dataset_kwargs?.['media_env'];
  if (prefix === undefined || prefix === null) return undefined;
  if (typeof prefix !== 'string' || !/^[A-Z][A-Z0-9_]{0,60}$/.test(prefix)) {
    throw new EvalError(
      'task-invalid',
      `Cannot open the dataset of the task ${config.task}: dataset_kwargs.media_env must be the beginning of variable names, such as MINERVA.`,
    );
  }
  const read = (name: string, fallback = '') =>
    environment[`${prefix}_${name}`]?.trim() || fallback;
  const folder = read('VIDEO_DIR');
  const uri = read('LANCE_VIDEO_URI');
  const idColumn = read('LANCE_VIDEO_ID_COLUMN', 'video_id');
  const blobColumn = read('LANCE_VIDEO_BLOB_COLUMN', 'video_blob');
  const openTable = once(async () => {
    const { openLanceTable } = await import('./lance/open-lance-table.ts');
    return openLanceTable(uri, { openFile, environment });
  });
  return {
    looked: `${prefix}_VIDEO_DIR ${folder === '' ? 'is not set' : `(${folder}) does not have it`}, ${prefix}_LANCE_VIDEO_URI ${uri === '' ? 'is not set' : 'has no row of it'}, and films are not downloaded from other sites`,
    async find(name) {
      const base = name.slice(name.lastIndexOf('/') + 1);
      const id = isMediaName(base) ? base.slice(0, base.lastIndexOf('.')) : base;
      // The folder may hold it under another extension than the task supposes.
      const found =
        folder === ''
          ? undefined
          : ((await findBelow(folder, base)) ?? (await findBelow(folder, id)));
      if (found !== undefined) return { open: () => openFile(found) };
      if (uri === '') return undefined;
      const table = await openTable();
      const blob = await table.findBlob(idColumn, id, blobColumn);
      return blob === undefined ? undefined : { open: () => Promise.resolve(blob) };
    },
  };
}

function once<Result>(make: () => Promise<Result>): () => Promise<Result> {
  let made: Promise<Result> | undefined;
  return () => {
    made ??= make();
    made.catch(() => (made = undefined));
    return made;
  };
}
