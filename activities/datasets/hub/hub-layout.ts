import { extname } from 'node:path';
import { FORMAT_BY_EXTENSION, type DatasetFormat } from '../dataset-source.ts';
import { matchesPath } from '../matches-path.ts';
import type { CardConfig } from './hub-card.ts';

/** The files of each split of each configuration of a commit. */
export type HubLayout = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

export const DEFAULT_CONFIG = 'default';

/** Other words for the three usual splits, as the Hub reads them in file names. */
const SPLIT_WORDS: Readonly<Record<string, string>> = {
  train: 'train',
  training: 'train',
  validation: 'validation',
  valid: 'validation',
  val: 'validation',
  dev: 'validation',
  test: 'test',
  testing: 'test',
  eval: 'test',
  evaluation: 'test',
};
/** Metadata that other tools leave beside the data. */
const NO_DATA =
  /^(?:dataset_infos?|dataset_dict|state|config|package|tsconfig)\.json$|^(?:readme|license|requirements)[^/]*\.txt$/i;
/** `test-00000-of-00003.parquet`, with or without a digest at its end. */
const SHARD = /^(.+?)-\d{5}-of-\d{5}/;

/** What the README declares, else what the names of files and folders say. */
export function hubLayout(paths: readonly string[], card: readonly CardConfig[]): HubLayout {
  const data = paths.filter(isData).sort();
  const declared = new Map(card.map((config) => [config.name, declaredSplits(data, config)]));
  const isDeclared = [...declared.values()].some((splits) => splits.size > 0);
  return isDeclared ? declared : conventionalLayout(data);
}

export function canonicalSplit(name: string): string {
  const known = Object.hasOwn(SPLIT_WORDS, name.toLowerCase());
  return known ? (SPLIT_WORDS[name.toLowerCase()] ?? name) : name;
}

export function formatOf(path: string): DatasetFormat | undefined {
  return FORMAT_BY_EXTENSION[extname(path).toLowerCase()];
}

/** Files a pattern of a card or of data_files names. */
export function matchingFiles(paths: readonly string[], pattern: string): readonly string[] {
  const plain = pattern.replace(/^(?:\.?\/)+/, '').replace(/(^|\/)\*\*$/, '$1**/*');
  return paths.filter((path) => path === plain || matchesPath(plain.split('/'), path.split('/')));
}

function declaredSplits(data: readonly string[], config: CardConfig): Map<string, string[]> {
  const prefix = config.dataFolder === '' ? '' : `${config.dataFolder}/`;
  const inside = data.filter((path) => path.startsWith(prefix));
  if (config.dataFiles === undefined) {
    return splitsByName(inside.map((path) => ({ path, below: path.slice(prefix.length) })));
  }
  const splits = new Map<string, string[]>();
  for (const [split, patterns] of config.dataFiles) {
    const files = patterns.flatMap((pattern) => matchingFiles(inside, prefix + pattern));
    if (files.length > 0) splits.set(split, [...new Set(files)]);
  }
  return splits;
}

function conventionalLayout(data: readonly string[]): HubLayout {
  const byConfig = new Map<string, { path: string; below: string }[]>();
  for (const path of data) {
    const parts = path.split('/');
    if (parts[0] === 'data' && parts.length > 1) parts.shift();
    const [folder = ''] = parts;
    const isConfig = parts.length > 1 && !isSplitWord(folder);
    const config = isConfig ? folder : DEFAULT_CONFIG;
    const below = parts.slice(isConfig ? 1 : 0).join('/');
    const files = byConfig.get(config) ?? [];
    files.push({ path, below });
    byConfig.set(config, files);
  }
  return new Map([...byConfig].map(([config, files]) => [config, splitsByName(files)]));
}

function splitsByName(
  files: readonly { readonly path: string; readonly below: string }[],
): Map<string, string[]> {
  const splits = new Map<string, string[]>();
  for (const { path, below } of files) {
    const split = splitInName(below);
    if (split === undefined) continue;
    const named = splits.get(split) ?? [];
    named.push(path);
    splits.set(split, named);
  }
  // Names that say nothing hold the one split there is.
  if (splits.size === 0 && files.length > 0)
    splits.set(
      'train',
      files.map(({ path }) => path),
    );
  return splits;
}

function splitInName(below: string): string | undefined {
  const parts = below.split('/');
  const name = parts.at(-1) ?? '';
  const sharded = SHARD.exec(name)?.[1];
  if (sharded !== undefined && /^\w+$/.test(sharded)) return sharded;
  const [folder] = parts;
  if (parts.length > 1 && folder !== undefined && folder !== 'data') return folder;
  const words = name.slice(0, -extname(name).length).split(/[^A-Za-z]+/);
  const word = words.find((candidate) => isSplitWord(candidate));
  return word === undefined ? undefined : canonicalSplit(word);
}

function isSplitWord(word: string): boolean {
  return Object.hasOwn(SPLIT_WORDS, word.toLowerCase());
}

function isData(path: string): boolean {
  const parts = path.split('/');
  if (parts.some((part) => part === '' || /^(?:\.|__)/.test(part))) return false;
  return formatOf(path) !== undefined && !NO_DATA.test(parts.at(-1) ?? '');
}
