import { basename, dirname } from 'node:path';
import type { TaskConfig } from '../../core/task.ts';
import { discoverTasks } from '../../tasks/discover-tasks.ts';
import { fixtureOf } from '../../tasks/fixture-file.ts';
import { loadTask } from '../../tasks/load-task.ts';
import { builtinTasksFolder } from '../../tasks/package-root.ts';

export interface CatalogueTask {
  readonly name: string;
  /** The folder of its benchmark, directly under tasks/. */
  readonly benchmark: string;
  readonly path: string;
  readonly config: TaskConfig;
  /** Documents in the layout of its dataset; absent where nobody made them. */
  readonly fixture: string | undefined;
}

/** Data that `shapes` ships, not a stand-in for it. */
const NOT_BENCHMARKS = new Set(['shapes']);

/** Every task of the shipped catalogue with the documents that stand for its dataset. */
export function catalogueTasks(): CatalogueTask[] {
  const cache = new Map();
  return [...discoverTasks([]).tasks.values()]
    .map(({ name, path }) => {
      const config = loadTask(path, { cache });
      return { name, path, config, benchmark: benchmarkOf(path), fixture: fixtureOf(name, path) };
    })
    .filter(({ benchmark }) => !NOT_BENCHMARKS.has(benchmark));
}

function benchmarkOf(path: string): string {
  let folder = dirname(path);
  while (dirname(folder) !== builtinTasksFolder()) folder = dirname(folder);
  return basename(folder);
}
