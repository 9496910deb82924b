import type { JsonObject, JsonValue } from '../../core/json.ts';
import type { TaskConfig } from '../../core/task.ts';
import { datasetSource } from './dataset-source.ts';
import { findFiles } from './find-files.ts';
import { joinSettings } from './join-settings.ts';
import { withHubRepository } from './hub/with-hub-repository.ts';
import { isWebAddress, withDigest } from './web/web-address.ts';

/**
 * The task with the commit its branch stands for now, and the digests of files on other servers, so that
 * whoever opens the task later reads the same documents. Other data files are known by their digest anyway.
 */
export async function pinDataset(
  given: TaskConfig,
  split: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<TaskConfig> {
  const config = withHubRepository(given);
  const { kind } = datasetSource(config);
  if (kind === 'files') return pinWebFiles(config, split, environment);
  if (kind !== 'hub') return config;
  const { openHubSplit } = await import('./hub/open-hub-split.ts');
  const { hubSettingsFrom } = await import('./hub/hub-settings.ts');
  const { commit } = await openHubSplit(config, split, hubSettingsFrom(environment));
  const kwargs: JsonObject = { ...config.dataset_kwargs, revision: commit };
  const other = joinSettings(config, split);
  if (other?.isOther !== true) return { ...config, dataset_kwargs: kwargs };
  const joined = await openHubSplit(other.config, other.split, hubSettingsFrom(environment));
  const join = { ...(kwargs['join'] as JsonObject), revision: joined.commit };
  return { ...config, dataset_kwargs: { ...kwargs, join } };
}

async function pinWebFiles(
  config: TaskConfig,
  split: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<TaskConfig> {
  const kwargs: JsonObject = config.dataset_kwargs ?? {};
  if (!/https?:\/\//i.test(config.dataset_path + JSON.stringify(kwargs['data_files'] ?? ''))) {
    return config;
  }
  const { locations, openFile } = await findFiles({ config, split, environment });
  const pinned = new Map<string, string>();
  for (const address of locations.filter(isWebAddress)) {
    const source = await openFile(address);
    pinned.set(address, withDigest(address, await source.sha256()));
    await source.close();
  }
  const pin = (value: JsonValue): JsonValue => {
    if (typeof value === 'string') return pinned.get(value) ?? value;
    if (Array.isArray(value)) return value.map((item: JsonValue) => pin(item));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value as JsonObject);
    return Object.fromEntries(entries.map(([key, item]) => [key, pin(item)]));
  };
  const { data_files: files } = kwargs;
  return {
    ...config,
    dataset_path: pinned.get(config.dataset_path) ?? config.dataset_path,
    ...(files === undefined ? {} : { dataset_kwargs: { ...kwargs, data_files: pin(files) } }),
  };
}
