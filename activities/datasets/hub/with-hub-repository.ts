import { EvalError } from '../../../core/errors.ts';
import type { JsonObject, JsonValue } from '../../../core/json.ts';
import type { TaskConfig } from '../../../core/task.ts';

const FILE_URL =
  /^https:\/\/(?:huggingface\.co|hf\.co)\/datasets\/([\w.-]+\/[\w.-]+)\/(?:resolve|raw|blob)\/([^/]+)\/([^?#]+)$/;
/** As the Hub's own tools write it, with wildcards and without encoding. */
const FILE_IN_REPOSITORY = /^hf:\/\/datasets\/([\w.-]+\/[\w.-]+)(?:@([^/]+))?\/(.+)$/;

/** Names from before repositories had owners, as published task files still write them. */
const OLD_NAMES: Readonly<Record<string, string>> = {
  ai2_arc: 'allenai/ai2_arc',
  gsm8k: 'openai/gsm8k',
  hellaswag: 'Rowan/hellaswag',
  openbookqa: 'allenai/openbookqa',
  winogrande: 'allenai/winogrande',
};

/**
 * Data files given as addresses on the Hub are files of a dataset repository: pinned, cached and read by
 * range like any other. Any other task comes back as it is.
 */
export function withHubRepository(config: TaskConfig): TaskConfig {
  const known = Object.hasOwn(OLD_NAMES, config.dataset_path)
    ? OLD_NAMES[config.dataset_path]
    : undefined;
  if (known !== undefined) return { ...config, dataset_path: known };
  const files = config.dataset_kwargs?.['data_files'];
  const repositories = new Set<string>();
  const revisions = new Set<string>();
  let others = 0;
  const toPath = (value: JsonValue): JsonValue => {
    if (Array.isArray(value)) return value.map((item: JsonValue) => toPath(item));
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(
        Object.entries(value as JsonObject).map(([key, item]) => [key, toPath(item)]),
      );
    }
    const file = typeof value === 'string' ? fileOf(value) : undefined;
    if (file === undefined) {
      others += 1;
      return value;
    }
    repositories.add(file.repository);
    revisions.add(file.revision);
    return file.path;
  };
  const paths = files === undefined ? null : toPath(files);
  const [repository] = repositories;
  const [revision] = revisions;
  if (repository === undefined || revision === undefined) return config;
  if (repositories.size > 1 || revisions.size > 1 || others > 0) {
    throw new EvalError(
      'task-invalid',
      `Cannot open the dataset of the task ${config.task}: its data_files lie in several places, and a run pins one commit of one repository. Name files of one only.`,
    );
  }
  const { data_files: _urls, ...kwargs } = config.dataset_kwargs ?? {};
  return {
    ...config,
    dataset_path: repository,
    dataset_kwargs: { revision, ...kwargs, data_files: paths },
  };
}

function fileOf(
  address: string,
): { readonly repository: string; readonly revision: string; readonly path: string } | undefined {
  const plain = FILE_IN_REPOSITORY.exec(address);
  if (plain !== null) {
    const [, repository = '', revision = 'main', path = ''] = plain;
    return { repository, revision: decodeURIComponent(revision), path };
  }
  const encoded = FILE_URL.exec(address);
  if (encoded === null) return undefined;
  const [, repository = '', revision = '', path = ''] = encoded;
  return {
    repository,
    revision: decodeURIComponent(revision),
    path: decodeURIComponent(path),
  };
}
