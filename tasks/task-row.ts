import { messageOf } from '../core/errors.ts';
import type { TaskConfig } from '../core/task.ts';
import type { TaskFileEntry } from './discover-tasks.ts';
import { loadTask } from './load-task.ts';
import type { YamlCache } from './load-yaml.ts';

/** What a run of a task needs besides a model. */
export type TaskNeed = 'media' | 'archive' | 'youtube' | 'hub token' | 'judge' | 'several rounds';

/** One line of `assay tasks`. */
export interface TaskRow {
  readonly name: string;
  readonly path: string;
  readonly outputType: string;
  /** `org/name:config` of the Hub, or the format of local files. */
  readonly dataset: string;
  readonly split: string;
  readonly metrics: readonly string[];
  readonly needs: readonly TaskNeed[];
  readonly tags: readonly string[];
  /** Why the file cannot be evaluated. */
  readonly error?: string;
}

export function taskRow(entry: TaskFileEntry, cache: YamlCache): TaskRow {
  const { name, path, tags } = entry;
  try {
    return { name, path, ...taskFacts(loadTask(path, { cache })), tags };
  } catch (error) {
    const nothing = { outputType: '', dataset: '', split: '', metrics: [], needs: [] };
    return { name, path, ...nothing, tags, error: messageOf(error) };
  }
}

type TaskFacts = Pick<TaskRow, 'outputType' | 'dataset' | 'split' | 'metrics' | 'needs'>;

function taskFacts(config: TaskConfig): TaskFacts {
  return {
    outputType: config.output_type,
    dataset: [config.dataset_path, config.dataset_name].filter(Boolean).join(':'),
    split: config.test_split ?? config.validation_split ?? '',
    metrics: config.metric_list.map(({ metric }) => metric),
    needs: needsOf(config),
  };
}

function needsOf(config: TaskConfig): TaskNeed[] {
  const kwargs = config.dataset_kwargs ?? {};
  const severalRounds = /^generate_until_(multi_round|agentic)$/.test(config.output_type);
  const facts: readonly (readonly [TaskNeed, boolean])[] = [
    ['media', config.doc_to_visual !== undefined || config.doc_to_messages !== undefined],
    ['archive', kwargs['video'] === true || kwargs['cache_dir'] !== undefined],
    ['youtube', kwargs['From_YouTube'] === true],
    ['hub token', kwargs['token'] === true],
    ['judge', config.judge !== undefined],
    ['several rounds', severalRounds],
  ];
  return facts.filter(([, isNeeded]) => isNeeded).map(([need]) => need);
}
