import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { TaskConfig } from '../core/task.ts';

/** How far above a task's file its documents may be: its folder and the benchmark's. */
const LEVELS = 3;

/**
 * Documents in the layout of a task's dataset, made by its author: `fixture-<task or file>.jsonl`,
 * else `fixture.jsonl`, beside the task or in a folder above it.
 */
export function fixtureOf(task: string, path: string): string | undefined {
  let folder = dirname(path);
  for (let level = 0; level < LEVELS; level += 1) {
    const names = [`fixture-${task}`, `fixture-${basename(path, '.yaml')}`, 'fixture'];
    const candidates = names.map((name) => join(folder, `${name}.jsonl`));
    const found = candidates.find((candidate) => existsSync(candidate));
    if (found !== undefined) return found;
    folder = dirname(folder);
  }
  return undefined;
}

/** Keys that say how to fetch the real data. */
const FETCHING = new Set([
  'join',
  'token',
  'video',
  'cache_dir',
  'revision',
  'data_files',
  'data_dir',
  'field',
  'force_download',
  'force_unzip',
  'local_files_only',
  'create_link',
  'From_YouTube',
  'builder_script',
  'join',
  'load_from_disk',
]);

/** The same task on its fixture, and nothing else about it changed. */
export function onFixture(config: TaskConfig, fixture: string): TaskConfig {
  const { dataset_name: _name, dataset_kwargs: kwargs, ...rest } = config;
  const kept = Object.entries(kwargs ?? {}).filter(([key]) => !FETCHING.has(key));
  return {
    ...rest,
    dataset_path: 'json',
    dataset_kwargs: { ...Object.fromEntries(kept), data_files: fixture },
  };
}
