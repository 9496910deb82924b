import { createHash } from 'node:crypto';
import { isAbsolute, join } from 'node:path';
import { canonicalJson, type JsonObject } from '../../core/json.ts';
import type { TaskConfig } from '../../core/task.ts';
import { absoluteTaskFolder } from '../../tasks/package-root.ts';
import type { ListFiles, OpenFile } from './byte-source.ts';
import { contentDigest } from './content-digest.ts';
import type { DatasetFile, OpenDatasetFile } from './dataset-file.ts';
import type { DatasetFormat } from './dataset-source.ts';
import type { Dataset } from './dataset.ts';
import { findFiles } from './find-files.ts';
import { mapAhead } from './map-ahead.ts';
import { mediaColumnsOf } from './media-columns.ts';
import { namedPaths } from './named-paths.ts';
import { openCsvFile } from './open-csv-file.ts';
import { openJsonFile } from './open-json-file.ts';
import { openJsonlFile } from './open-jsonl-file.ts';
import { openParquetFile } from './open-parquet-file.ts';
import { openTextFile } from './open-text-file.ts';
import type { MediaPlaces } from './media-places.ts';
import { mediaRoot, resolveMedia } from './resolve-media.ts';
import { toDocument } from './to-document.ts';
import { urlMedia, type OpenUrl } from './url-media.ts';
import { isWebAddress } from './web/web-address.ts';

export interface OpenTableOptions {
  readonly config: TaskConfig;
  readonly split: string;
  /** Default: local files, and s3:// through the artifact store's client. */
  readonly openFile?: OpenFile;
  readonly listFiles?: ListFiles;
  /** Known from a manifest: saves reading every byte of large files to compute it again. */
  readonly fingerprint?: string;
  /** Names how the Hub is reached. Default: this process's. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

export interface OpenedTable extends Dataset {
  /** Of a repository of the Hub. */
  readonly commit?: string;
}

/** Rows whose media files are opened before anybody asks for them: each waits for the disk some times. */
const ROWS_AHEAD = 16;

const OPENERS: Readonly<Record<DatasetFormat, OpenDatasetFile>> = {
  parquet: openParquetFile,
  // Loaded when a task needs it: the library is large.
  arrow: async (source) => (await import('./arrow/open-arrow-file.ts')).openArrowFile(source),
  json: openJsonFile,
  jsonl: openJsonlFile,
  csv: openCsvFile,
  tsv: (source, kwargs) => openCsvFile(source, kwargs, '\t'),
  text: openTextFile,
};

/** The rows of one split as the data files hold them, before joins and process_docs. */
export async function openTable(options: OpenTableOptions): Promise<OpenedTable> {
  const { config } = options;
  const found = await findFiles(options);
  const { locations, format, openFile, places } = found;
  const parts: Part[] = [];
  const close = async (): Promise<void> => {
    for (const part of parts) await part.close();
  };
  try {
    for (const location of locations) {
      parts.push(
        format === 'lance'
          ? await openLancePart(location, options, openFile)
          : await openFilePart(location, { format, openFile, kwargs: config.dataset_kwargs ?? {} }),
      );
    }
    const fingerprint =
      options.fingerprint ?? found.identity ?? (await fingerprintOf(parts, format, config));
    const openUrl = urlMedia(options.environment ?? process.env);
    const table = joinParts(parts, { config, openFile, places, fingerprint, openUrl, close });
    return found.commit === undefined ? table : { ...table, commit: found.commit };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Part {
  readonly location: string;
  readonly file: DatasetFile;
  digest(): Promise<string>;
  close(): Promise<void>;
}

async function openFilePart(
  location: string,
  context: { format: DatasetFormat; openFile: OpenFile; kwargs: JsonObject },
): Promise<Part> {
  const source = await context.openFile(location);
  try {
    const file = await OPENERS[context.format](source, context.kwargs);
    return { location, file, digest: () => contentDigest(source), close: () => source.close() };
  } catch (error) {
    await source.close();
    throw error;
  }
}

async function openLancePart(
  location: string,
  { config, environment = process.env }: OpenTableOptions,
  openFile: OpenFile,
): Promise<Part> {
  const { openLanceTable } = await import('./lance/open-lance-table.ts');
  const version = config.dataset_kwargs?.['version'];
  const file = await openLanceTable(location, {
    openFile,
    environment,
    version: typeof version === 'number' ? version : undefined,
  });
  const close = () => Promise.resolve(file.close());
  return { location, file, digest: () => Promise.resolve(file.digest), close };
}

function joinParts(
  parts: readonly Part[],
  context: {
    config: TaskConfig;
    openFile: OpenFile;
    places: MediaPlaces | undefined;
    fingerprint: string;
    openUrl: OpenUrl;
    close: () => Promise<void>;
  },
): Dataset {
  const { config, openFile, places, fingerprint, close, openUrl } = context;
  const mediaColumns = mediaColumnsOf(config);
  const named = namedPaths(config);
  const openerBeside = (location: string) => {
    const root = mediaRootOf(config, location);
    return (path: string) => resolveMedia(path, { openFile, root, places, openUrl });
  };
  return {
    count: parts.reduce((sum, part) => sum + part.file.count, 0),
    columns: [...(parts[0]?.file.columns ?? []), ...(named?.columns ?? [])],
    fingerprint,
    async *rows(start, end, columns) {
      let partStart = 0;
      for (const { file, location } of parts) {
        const from = Math.max(0, start - partStart);
        const until = Math.min(file.count, end - partStart);
        partStart += file.count;
        if (from >= until) continue;
        const openMedia = openerBeside(location);
        yield* mapAhead(file.rows(from, until, columns), ROWS_AHEAD, async (row) => {
          const document = await toDocument(row, { mediaColumns, openMedia });
          return named === undefined || columns !== undefined
            ? document
            : named.add(document, openMedia);
        });
      }
    },
    openMedia: openerBeside(parts[0]?.location ?? ''),
    close,
  };
}

/** Equal for equal bytes read the same way, wherever the files lie. */
async function fingerprintOf(
  parts: readonly Part[],
  format: string,
  config: TaskConfig,
): Promise<string> {
  const digests: string[] = [];
  for (const part of parts) digests.push(await part.digest());
  const { data_files: _files, join: _join, ...reading } = config.dataset_kwargs ?? {};
  const processDocs = config.process_docs ?? null;
  const identity = canonicalJson({ digests, format, reading, processDocs });
  return createHash('sha256').update(identity).digest('hex');
}

function mediaRootOf(config: TaskConfig, location: string): string {
  const kwargs: JsonObject = config.dataset_kwargs ?? {};
  const given = kwargs['media_root'];
  if (typeof given !== 'string') {
    return isWebAddress(location) ? absoluteTaskFolder(config.$directory) : mediaRoot(location);
  }
  const isElsewhere = isAbsolute(given) || given.startsWith('s3://');
  if (!isElsewhere && location.startsWith('hf://')) return inRepository(location, given);
  return isElsewhere ? given : join(absoluteTaskFolder(config.$directory), given);
}

/** A folder counted from the root of the repository, not from the file that names it. */
function inRepository(location: string, folder: string): string {
  const root = location.split('/').slice(0, 5).join('/');
  return folder === '' || folder === '.' ? root : `${root}/${folder}`;
}
