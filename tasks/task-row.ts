import { messageOf } from '../core/errors.ts';
import type { TaskConfig } from '../core/task.ts';
import type { TaskFileEntry } from './discover-tasks.ts';
import { isFunctionReference } from '../core/function-reference.ts';
import { loadTask } from './load-task.ts';
import type { YamlCache } from './load-yaml.ts';

/** One line of `assay tasks`. */
export interface TaskRow {
  readonly name: string;
  readonly path: string;
  readonly outputType: string;
  readonly dataset: string;
  readonly split: string;
  /** Such as `media`, `hub dataset`, `scorer`. */
  readonly needs: readonly string[];
  readonly tags: readonly string[];
  /** Why the file cannot be evaluated. */
  readonly error?: string;
}

export function taskRow(entry: TaskFileEntry, cache: YamlCache): TaskRow {
  const { name, path, tags } = entry;
  try {
    const config = loadTask(path, { cache });
    return {
      name,
      path,
      outputType: config.output_type,
      dataset: [config.dataset_path, config.dataset_name].filter(Boolean).join(':'),
      split: config.test_split ?? config.validation_split ?? '',
      needs: needsOf(config),
      tags,
    };
  } catch (error) {
    return {
      name,
      path,
      outputType: '',
      dataset: '',
      split: '',
      needs: [],
      tags,
      error: messageOf(error),
    };
  }
}

function needsOf(config: TaskConfig): string[] {
  const isHub = /^[\w.-]+\/[\w.-]+$/.test(config.dataset_path);
  return [
    ...(config.doc_to_visual === undefined && config.doc_to_messages === undefined
      ? []
      : ['media']),
    ...(isHub ? ['hub dataset'] : []),
    ...(Object.values(config).some(isFunctionReference) ? ['functions'] : []),
  ];
}
