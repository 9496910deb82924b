import { EvalError } from '../../core/errors.ts';
import { didYouMean } from '../../core/nearest-name.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import type { TaskConfig } from '../../core/task.ts';

/** `dataset_kwargs.join`: columns of another table, found by the value of a column of this one. */
export interface JoinSettings {
  /** Column of the task's own rows. */
  readonly on: string;
  /** Column of the other table that holds each value once. */
  readonly key: string;
  readonly columns: readonly string[];
  /** The other table, as a task that has nothing but data. */
  readonly config: TaskConfig;
  readonly split: string;
  /** It lies in another repository, which has a commit of its own. */
  readonly isOther: boolean;
}

const KEYS = [
  'on',
  'key',
  'columns',
  'split',
  'dataset_name',
  'dataset_path',
  'data_files',
  'revision',
];

export function joinSettings(config: TaskConfig, split: string): JoinSettings | undefined {
  const { join, ...others } = config.dataset_kwargs ?? {};
  if (join === undefined || join === null) return undefined;
  const refuse = (why: string) =>
    new EvalError(
      'task-invalid',
      `Cannot open the dataset of the task ${config.task}: dataset_kwargs.join ${why}.`,
    );
  if (typeof join !== 'object' || Array.isArray(join)) {
    throw refuse('must be a mapping such as {dataset_name, on, key, columns}');
  }
  const given = withPlainOn(join as JsonObject);
  const unknown = Object.keys(given).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) {
    throw refuse(
      `has the unknown key "${unknown}"; it takes ${KEYS.join(', ')}.${didYouMean(unknown, KEYS)}`,
    );
  }
  const text = (key: string, fallback?: string): string => {
    const value = given[key] ?? fallback;
    if (typeof value === 'string' && value !== '') return value;
    throw refuse(`needs "${key}", a text; received ${JSON.stringify(given[key]) ?? 'nothing'}`);
  };
  const { columns } = given;
  if (!isTexts(columns)) throw refuse('needs "columns", a list of columns of the other table');
  const path = text('dataset_path', config.dataset_path);
  const isOther = isRepository(path) && path !== config.dataset_path;
  const { revision: _own, ...withoutRevision } = others;
  const revision = isOther ? (given['revision'] ?? undefined) : undefined;
  const kwargs = isOther
    ? { ...withoutRevision, ...(revision === undefined ? {} : { revision }) }
    : others;
  const name = given['dataset_name'] ?? undefined;
  const { dataset_name: _name, process_docs: _process, ...rest } = config;
  return {
    on: text('on'),
    key: text('key'),
    columns,
    isOther,
    split: text('split', split),
    config: {
      ...rest,
      dataset_path: path,
      ...(name === undefined ? {} : { dataset_name: text('dataset_name') }),
      dataset_kwargs: withFiles(kwargs, given['data_files']),
    },
  };
}

/** YAML 1.1 reads an unquoted `on` as true, and a key is a text by the time it is here. */
function withPlainOn(join: JsonObject): JsonObject {
  const { true: on, ...others } = join;
  return on === undefined || Object.hasOwn(join, 'on') ? join : { ...others, on };
}

function withFiles(kwargs: JsonObject, files: JsonValue | undefined): JsonObject {
  const { data_files: _own, ...rest } = kwargs;
  return files === undefined || files === null ? rest : { ...rest, data_files: files };
}

function isRepository(path: string): boolean {
  return /^[\w.-]+\/[\w.-]+$/.test(path);
}

function isTexts(value: JsonValue | undefined): value is readonly string[] {
  return (
    Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string')
  );
}
