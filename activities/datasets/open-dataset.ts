import { EvalError } from '../../core/errors.ts';
import type { TaskConfig } from '../../core/task.ts';
import { loadFunctions } from '../../tasks/load-functions.ts';
import type { Dataset } from './dataset.ts';
import { withHubRepository } from './hub/with-hub-repository.ts';
import { joinDataset } from './join-dataset.ts';
import { joinSettings } from './join-settings.ts';
import { openTable, type OpenTableOptions } from './open-table.ts';
import { withProcessDocs, type ProcessDocs } from './process-docs.ts';

/** Opens one split of a task's data; only what a range needs is read later. */
export async function openDataset(given: OpenTableOptions): Promise<Dataset> {
  const config = withHubRepository(given.config);
  const options = { ...given, config };
  const opened = await joined(options);
  try {
    if (opened.count === 0) throw empty(options, 'has no rows', 'Check the data files');
    if (config.process_docs === undefined) return opened;
    const functions = await loadFunctions(config);
    const processDocs = functions.get(config.process_docs) as ProcessDocs;
    const made = await withProcessDocs(opened, processDocs, config.task);
    if (made.count > 0) return made;
    throw empty(options, `keeps none of its ${opened.count} rows`, "Check the task's process_docs");
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/** A score over nothing would be a number about nothing. */
function empty({ config, split }: OpenTableOptions, what: string, advice: string): EvalError {
  return new EvalError(
    'dataset-invalid',
    `Cannot evaluate the task ${config.task}: the split "${split}" ${what}. ${advice}.`,
  );
}

async function joined(options: OpenTableOptions): Promise<Dataset> {
  const settings = joinSettings(options.config, options.split);
  const { commit, ...table } = await openTable(options);
  if (settings === undefined) return table;
  try {
    const { fingerprint: _own, ...others } = options;
    const config =
      commit === undefined || settings.isOther
        ? settings.config
        : atCommit(settings.config, commit);
    const other = await openTable({ ...others, config, split: settings.split });
    return await joinDataset(table, other, settings);
  } catch (error) {
    await table.close();
    throw error;
  }
}

/** Both tables of one commit, also when the branch moves in between. */
function atCommit(config: TaskConfig, commit: string): TaskConfig {
  return { ...config, dataset_kwargs: { ...config.dataset_kwargs, revision: commit } };
}
