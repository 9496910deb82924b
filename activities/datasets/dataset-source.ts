import { extname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EvalError } from '../../core/errors.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import { didYouMean } from '../../core/nearest-name.ts';
import type { TaskConfig } from '../../core/task.ts';
import { absoluteTaskFolder } from '../../tasks/package-root.ts';
import { hasWildcard } from '../../tasks/wildcard.ts';
import type { ListFiles } from './byte-source.ts';
import { isWebAddress } from './web/web-address.ts';

export type DatasetFormat = 'parquet' | 'arrow' | 'json' | 'jsonl' | 'csv' | 'tsv' | 'text';

const FORMATS: readonly DatasetFormat[] = [
  'parquet',
  'arrow',
  'json',
  'jsonl',
  'csv',
  'tsv',
  'text',
];
const NAMES: readonly string[] = [...FORMATS, 'lance'];
export const FORMAT_BY_EXTENSION: Readonly<Record<string, DatasetFormat>> = {
  '.parquet': 'parquet',
  '.arrow': 'arrow',
  '.feather': 'arrow',
  '.json': 'json',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.csv': 'csv',
  '.tsv': 'tsv',
  '.txt': 'text',
};

/** Where the documents of a task come from. Another kind of source is another member here. */
export type DatasetSource =
  | {
      readonly kind: 'files';
      readonly format: DatasetFormat;
      readonly dataFiles: JsonValue;
      /** Folder that relative paths start at. */
      readonly folder: string;
    }
  | { readonly kind: 'saved'; readonly folder: string }
  | { readonly kind: 'lance'; readonly dataFiles: JsonValue; readonly folder: string }
  | { readonly kind: 'hub'; readonly repository: string };

export function datasetSource(config: TaskConfig): DatasetSource {
  const path = config.dataset_path;
  const folder = absoluteTaskFolder(config.$directory);
  if (config.dataset_kwargs?.['load_from_disk'] === true) {
    return { kind: 'saved', folder: resolveLocation(folder, path) };
  }
  if (path === 'lance' || /\.lance\/?(?:\?.*)?$/.test(path)) {
    const dataFiles = path === 'lance' ? dataFilesOf(config) : path;
    return { kind: 'lance', dataFiles, folder };
  }
  const format = FORMATS.find((candidate) => candidate === path);
  if (format !== undefined) {
    return { kind: 'files', format, dataFiles: dataFilesOf(config), folder };
  }
  const byExtension = FORMAT_BY_EXTENSION[extname(path.replace(/[?#].*$/, '')).toLowerCase()];
  if (byExtension !== undefined) {
    return { kind: 'files', format: byExtension, dataFiles: path, folder };
  }
  if (/^[\w.-]+\/[\w.-]+$/.test(path)) return { kind: 'hub', repository: path };
  throw new EvalError(
    'task-invalid',
    `Cannot open the dataset of the task ${config.task}: dataset_path "${path}" is neither a format (${NAMES.join(', ')}), a data file, nor a repository such as org/name.${didYouMean(path, NAMES)}`,
  );
}

/** The tables of one split, in order. */
export function tablesOfSplit(
  source: Extract<DatasetSource, { kind: 'lance' }>,
  split: string,
  task: string,
): readonly string[] {
  return entriesOf(source.dataFiles, split, task).map((entry) =>
    resolveLocation(source.folder, entry),
  );
}

/** The files of one split, in order, wildcards expanded. */
export async function filesOfSplit(
  source: Extract<DatasetSource, { kind: 'files' }>,
  split: string,
  context: { readonly task: string; readonly listFiles: ListFiles },
): Promise<readonly string[]> {
  const given = entriesOf(source.dataFiles, split, context.task);
  const found: string[] = [];
  for (const entry of given) {
    const location = resolveLocation(source.folder, entry);
    const isPattern =
      !isWebAddress(location) &&
      hasWildcard(location.startsWith('s3://') ? location.replace(/\?.*$/, '') : location);
    const files = isPattern ? await context.listFiles(location) : [location];
    if (files.length === 0) {
      throw new EvalError(
        'dataset-not-found',
        `Cannot open the dataset of the task ${context.task}: no file matches ${location}. Check data_files; relative paths start at the folder of the task's YAML.`,
      );
    }
    found.push(...files);
  }
  return found;
}

function dataFilesOf(config: TaskConfig): JsonValue {
  const kwargs: JsonObject = config.dataset_kwargs ?? {};
  const dataFiles = kwargs['data_files'];
  if (dataFiles !== undefined && dataFiles !== null) return dataFiles;
  const near = Object.keys(kwargs).find((key) => didYouMean(key, ['data_files']) !== '');
  throw new EvalError(
    'task-invalid',
    `Cannot open the dataset of the task ${config.task}: dataset_path ${config.dataset_path} needs dataset_kwargs.data_files, a file, a list of files or {split: files}.${near === undefined ? '' : ` Is "${near}" meant?`}`,
  );
}

export function entriesOf(dataFiles: JsonValue, split: string, task: string): readonly string[] {
  const isMapping =
    typeof dataFiles === 'object' && dataFiles !== null && !Array.isArray(dataFiles);
  const bySplit = isMapping ? (dataFiles as JsonObject) : undefined;
  if (bySplit !== undefined && !Object.hasOwn(bySplit, split)) {
    const splits = Object.keys(bySplit);
    throw new EvalError(
      'dataset-not-found',
      `Cannot open the split "${split}" of the task ${task}: data_files has ${splits.join(', ') || 'no splits'}.${didYouMean(split, splits)}`,
    );
  }
  const files: JsonValue | undefined = bySplit === undefined ? dataFiles : bySplit[split];
  const list = Array.isArray(files) ? (files as readonly JsonValue[]) : [files];
  if (list.length > 0 && list.every((file) => typeof file === 'string' && file !== '')) {
    return list as readonly string[];
  }
  throw new EvalError(
    'task-invalid',
    `Cannot open the dataset of the task ${task}: data_files must name files, received ${JSON.stringify(files)?.slice(0, 80) ?? 'nothing'}.`,
  );
}

function resolveLocation(folder: string, entry: string): string {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(entry)?.[1]?.toLowerCase();
  if (scheme === 's3' || scheme === 'https' || scheme === 'http') return entry;
  if (scheme === 'file') return fileURLToPath(entry);
  if (scheme !== undefined) {
    throw new EvalError(
      'task-invalid',
      `Cannot open the data file ${entry}: only paths, file://, s3:// and https:// are read. Download it and name the path.`,
    );
  }
  return isAbsolute(entry) ? entry : join(folder, entry);
}
