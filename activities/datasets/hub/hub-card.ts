import { parseDocument } from 'yaml';
import { EvalError } from '../../../core/errors.ts';

/** A configuration as the front matter of a repository's README declares it. */
export interface CardConfig {
  readonly name: string;
  readonly isDefault: boolean;
  readonly dataFolder: string;
  /** Patterns by split; undefined: the usual names decide. */
  readonly dataFiles: ReadonlyMap<string, readonly string[]> | undefined;
}

/** Far above any real card; keeps a bomb of aliases from growing. */
const MAX_ALIASES = 100;

/** The `configs` of a README's front matter; none where it declares none. */
export function cardConfigs(readme: string, repository: string): readonly CardConfig[] {
  const front = /^\uFEFF?---\r?\n([\s\S]*?)\r?\n---\s*(?:\r?\n|$)/.exec(readme)?.[1];
  if (front === undefined) return [];
  if (!/^configs:/m.test(front)) return [];
  const card = parseFront(front, repository);
  const configs = fieldsOf(card)['configs'];
  return (Array.isArray(configs) ? (configs as unknown[]) : []).flatMap((entry) => {
    const fields = fieldsOf(entry);
    const name = fields['config_name'];
    if (typeof name !== 'string' && typeof name !== 'number') return [];
    const folder = fields['data_dir'];
    return [
      {
        name: String(name),
        isDefault: fields['default'] === true,
        dataFolder: typeof folder === 'string' ? folder.replace(/^(?:\.?\/)+|\/+$/g, '') : '',
        dataFiles: patternsBySplit(fields['data_files']),
      },
    ];
  });
}

function parseFront(front: string, repository: string): unknown {
  try {
    // Python's reader lets a later key win; so do cards that were only ever read by it.
    const document = parseDocument(front, { logLevel: 'silent', uniqueKeys: false });
    const [error] = document.errors;
    if (error !== undefined) throw error;
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    throw new EvalError(
      'dataset-invalid',
      `Cannot read the README of the dataset ${repository}: its front matter is not plain YAML. Name the files in dataset_kwargs.data_files.`,
      { cause: error },
    );
  }
}

/** One pattern or a list is the split `train`; a mapping or a list of {split, path} says more. */
function patternsBySplit(given: unknown): CardConfig['dataFiles'] {
  if (given === undefined || given === null) return undefined;
  const bySplit = new Map<string, string[]>();
  const add = (split: unknown, paths: unknown): void => {
    const list = (Array.isArray(paths) ? (paths as unknown[]) : [paths]).filter(
      (path) => typeof path === 'string',
    );
    const name = typeof split === 'string' ? split : 'train';
    bySplit.set(name, [...(bySplit.get(name) ?? []), ...list]);
  };
  if (typeof given === 'string') add('train', given);
  else if (!Array.isArray(given)) {
    for (const [split, paths] of Object.entries(fieldsOf(given))) add(split, paths);
  } else {
    for (const entry of given as unknown[]) {
      if (typeof entry === 'string') add('train', entry);
      else add(fieldsOf(entry)['split'], fieldsOf(entry)['path']);
    }
  }
  return bySplit;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
