import type { TaskConfig } from '../../../core/task.ts';
import type { OpenFile } from '../byte-source.ts';
import { hubSettingsFrom } from '../hub/hub-settings.ts';
import { isWebAddress } from './web-address.ts';

export interface WebFilesOptions {
  readonly config: TaskConfig;
  /** The only addresses that are opened: those of the YAML, never one that stands in a document. */
  readonly locations: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Opens the task's own addresses beside what `openFile` opens. */
export function withWebFiles(openFile: OpenFile, options: WebFilesOptions): OpenFile {
  const { config, environment } = options;
  const addresses = new Set(options.locations.filter(isWebAddress));
  if (addresses.size === 0) return openFile;
  return async (location) => {
    if (!addresses.has(location)) return openFile(location);
    // Loaded when a task needs it: local data start without an HTTP client.
    const { openWebFile } = await import('./web-file.ts');
    const settings = hubSettingsFrom(environment);
    const isCacheOnly = config.dataset_kwargs?.['local_files_only'] === true;
    return openWebFile(location, {
      settings: isCacheOnly
        ? { ...settings, isOffline: true, offlineBy: 'dataset_kwargs.local_files_only' }
        : settings,
      mayUseLoopback: environment['ASSAY_ALLOW_LOOPBACK_FILES'] === '1',
    });
  };
}
