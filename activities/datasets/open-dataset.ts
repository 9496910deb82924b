import { createHash } from 'node:crypto';
import { isAbsolute, join } from 'node:path';
import { canonicalJson, type JsonObject } from '../../core/json.ts';
import type { TaskConfig } from '../../core/task.ts';
import { loadFunctions } from '../../tasks/load-functions.ts';
import { absoluteTaskFolder } from '../../tasks/package-root.ts';
import { openStore } from '../artifacts/open-store.ts';
import type { ByteSource, ListFiles, OpenFile } from './byte-source.ts';
import { createFileOpener } from './create-file-opener.ts';
import type { DatasetFile, OpenDatasetFile } from './dataset-file.ts';
import { datasetSource, filesOfSplit, type DatasetFormat } from './dataset-source.ts';
import type { Dataset } from './dataset.ts';
import { openCsvFile } from './open-csv-file.ts';
import { openJsonFile } from './open-json-file.ts';
import { openJsonlFile } from './open-jsonl-file.ts';
import { openParquetFile } from './open-parquet-file.ts';
import { openTextFile } from './open-text-file.ts';
import { withProcessDocs, type ProcessDocs } from './process-docs.ts';
import { mediaRoot, resolveMedia } from './resolve-media.ts';
import { toDocument } from './to-document.ts';

export interface OpenDatasetOptions {
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

const OPENERS: Readonly<Record<DatasetFormat, OpenDatasetFile>> = {
  parquet: openParquetFile,
  json: openJsonFile,
  jsonl: openJsonlFile,
  csv: openCsvFile,
  tsv: (source, kwargs) => openCsvFile(source, kwargs, '\t'),
  text: openTextFile,
};

/** Opens one split of a task's data; only what a range needs is read later. */
export async function openDataset(options: OpenDatasetOptions): Promise<Dataset> {
  const { config } = options;
  const { locations, format, openFile, identity } = await findFiles(options);
  const sources: ByteSource[] = [];
  try {
    const parts: Part[] = [];
    for (const location of locations) {
      const bytes = await openFile(location);
      sources.push(bytes);
      const file = await OPENERS[format](bytes, config.dataset_kwargs ?? {});
      parts.push({ location, file });
    }
    const fingerprint =
      options.fingerprint ?? identity ?? (await fingerprintOf(sources, format, config));
    const close = () => closeAll(sources);
    const dataset = joinParts(parts, { config, openFile, fingerprint, close });
    return config.process_docs === undefined ? dataset : await processed(dataset, config);
  } catch (error) {
    await closeAll(sources);
    throw error;
  }
}

interface FoundFiles {
  readonly locations: readonly string[];
  readonly format: DatasetFormat;
  readonly openFile: OpenFile;
  /** Known without reading a byte of the files. */
  readonly identity?: string;
}

async function findFiles(options: OpenDatasetOptions): Promise<FoundFiles> {
  const { config, split } = options;
  const source = datasetSource(config);
  const opener = createFileOpener({ openStore });
  const openFile = options.openFile ?? opener.openFile;
  if (source.kind === 'hub') {
    // Loaded when a task needs it: local data start without an HTTP client.
    const { openHubSplit } = await import('./hub/open-hub-split.ts');
    const { hubSettingsFrom } = await import('./hub/hub-settings.ts');
    const settings = hubSettingsFrom(options.environment ?? process.env);
    const hub = await openHubSplit(config, split, settings);
    return {
      locations: hub.locations,
      format: hub.format,
      openFile: (path) => (path.startsWith('hf://') ? hub.openFile(path) : openFile(path)),
      identity: hub.fingerprint,
    };
  }
  const listFiles = options.listFiles ?? opener.listFiles;
  const locations = await filesOfSplit(source, split, { task: config.task, listFiles });
  return { locations, format: source.format, openFile };
}

interface Part {
  readonly location: string;
  readonly file: DatasetFile;
}

function joinParts(
  parts: readonly Part[],
  context: {
    config: TaskConfig;
    openFile: OpenFile;
    fingerprint: string;
    close: () => Promise<void>;
  },
): Dataset {
  const { config, openFile, fingerprint, close } = context;
  const mediaColumns = mediaColumnsOf(config);
  return {
    count: parts.reduce((sum, part) => sum + part.file.count, 0),
    columns: parts[0]?.file.columns ?? [],
    fingerprint,
    async *rows(start, end) {
      let partStart = 0;
      for (const { file, location } of parts) {
        const from = Math.max(0, start - partStart);
        const until = Math.min(file.count, end - partStart);
        partStart += file.count;
        if (from >= until) continue;
        const root = mediaRootOf(config, location);
        const openMedia = (path: string) => resolveMedia(path, { openFile, root });
        for await (const row of file.rows(from, until)) {
          yield await toDocument(row, { mediaColumns, openMedia });
        }
      }
    },
    close,
  };
}

/** Equal for equal bytes read the same way, wherever the files lie. */
async function fingerprintOf(
  sources: readonly ByteSource[],
  format: DatasetFormat,
  config: TaskConfig,
): Promise<string> {
  const digests: string[] = [];
  for (const source of sources) digests.push(await source.sha256());
  const { data_files: _files, ...reading } = config.dataset_kwargs ?? {};
  const processDocs = config.process_docs ?? null;
  const identity = canonicalJson({ digests, format, reading, processDocs });
  return createHash('sha256').update(identity).digest('hex');
}

async function processed(dataset: Dataset, config: TaskConfig): Promise<Dataset> {
  const reference = config.process_docs;
  if (reference === undefined) return dataset;
  const functions = await loadFunctions(config);
  return withProcessDocs(dataset, functions.get(reference) as unknown as ProcessDocs, config.task);
}

/** Columns that doc_to_visual names, and those the YAML lists for tasks that pick media in a function. */
function mediaColumnsOf(config: TaskConfig): ReadonlySet<string> {
  const visual = config.doc_to_visual;
  const named = typeof visual === 'string' ? [visual] : Array.isArray(visual) ? visual : [];
  const listed: unknown = config.dataset_kwargs?.['media_columns'];
  const extra = Array.isArray(listed) ? listed.filter((name) => typeof name === 'string') : [];
  return new Set<string>([...(named as readonly string[]), ...extra]);
}

function mediaRootOf(config: TaskConfig, location: string): string {
  const kwargs: JsonObject = config.dataset_kwargs ?? {};
  const given = kwargs['media_root'];
  if (typeof given !== 'string') return mediaRoot(location);
  const isElsewhere = isAbsolute(given) || given.startsWith('s3://');
  if (!isElsewhere && location.startsWith('hf://')) return inRepository(location, given);
  return isElsewhere ? given : join(absoluteTaskFolder(config.$directory), given);
}

/** A folder counted from the root of the repository, not from the file that names it. */
function inRepository(location: string, folder: string): string {
  const root = location.split('/').slice(0, 5).join('/');
  return folder === '' || folder === '.' ? root : `${root}/${folder}`;
}

async function closeAll(sources: readonly ByteSource[]): Promise<void> {
  for (const source of sources) await source.close();
}
