import type { TaskConfig } from '../../core/task.ts';
import { datasetSource } from './dataset-source.ts';

/**
 * The task with the commit its branch stands for now, so that whoever opens the task later reads the
 * same documents. Data files have no revision: their digest is their identity.
 */
export async function pinDataset(
  config: TaskConfig,
  split: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<TaskConfig> {
  if (datasetSource(config).kind !== 'hub') return config;
  const { openHubSplit } = await import('./hub/open-hub-split.ts');
  const { hubSettingsFrom } = await import('./hub/hub-settings.ts');
  const { commit } = await openHubSplit(config, split, hubSettingsFrom(environment));
  return { ...config, dataset_kwargs: { ...config.dataset_kwargs, revision: commit } };
}
