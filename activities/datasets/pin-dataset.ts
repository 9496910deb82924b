import type { JsonObject } from '../../core/json.ts';
import type { TaskConfig } from '../../core/task.ts';
import { datasetSource } from './dataset-source.ts';
import { joinSettings } from './join-settings.ts';
import { withHubRepository } from './hub/with-hub-repository.ts';

/**
 * The task with the commit its branch stands for now, so that whoever opens the task later reads the
 * same documents. Data files have no revision: their digest is their identity.
 */
export async function pinDataset(
  given: TaskConfig,
  split: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<TaskConfig> {
  const config = withHubRepository(given);
  if (datasetSource(config).kind !== 'hub') return config;
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
