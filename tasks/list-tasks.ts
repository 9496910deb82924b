import { readCatalogueIndex } from './catalogue-index.ts';
import type { NamedTasks } from './registry.ts';
import type { TaskRow } from './task-row.ts';
import { hasWildcard, matchesWildcard } from './wildcard.ts';

/** Everything there is to choose from. */
export interface TaskListing {
  readonly tasks: readonly TaskRow[];
  readonly groups: readonly NamedTasks[];
  readonly tags: readonly NamedTasks[];
}

/** From the build's index where that is all there is to tell, else from the files. */
export async function listTasks(includePaths: readonly string[]): Promise<TaskListing> {
  const index = includePaths.length === 0 ? readCatalogueIndex() : undefined;
  if (index !== undefined) return { ...index, tags: tagsOf(index.tasks) };
  const { openTaskRegistry } = await import('./registry.ts');
  const registry = await openTaskRegistry({ includePaths });
  const tasks = registry.list();
  return { tasks, groups: registry.groups(), tags: tagsOf(tasks) };
}

/** Tasks that groups are made of: those a person rarely runs alone. */
export function subtasksOf({ tasks, groups }: TaskListing): readonly TaskRow[] {
  const members = new Set(groups.flatMap((group) => group.members));
  return tasks.filter((task) => members.has(task.name));
}

/** What names, wildcards and tags leave of a listing; all of it when there are none. */
export function filterListing(listing: TaskListing, patterns: readonly string[]): TaskListing {
  if (patterns.length === 0) return listing;
  const fits = (name: string): boolean =>
    patterns.some((pattern) =>
      hasWildcard(pattern) ? matchesWildcard(pattern, name) : pattern === name,
    );
  const named = (all: readonly NamedTasks[]) => all.filter(({ name }) => fits(name));
  const inNamed = new Set(named(listing.groups).flatMap(({ members }) => members));
  return {
    tasks: listing.tasks.filter(
      ({ name, tags }) => fits(name) || tags.some(fits) || inNamed.has(name),
    ),
    groups: named(listing.groups),
    tags: named(listing.tags),
  };
}

function tagsOf(tasks: readonly TaskRow[]): NamedTasks[] {
  const tags = new Map<string, string[]>();
  for (const { name, tags: own } of tasks) {
    for (const tag of own) tags.set(tag, [...(tags.get(tag) ?? []), name]);
  }
  return [...tags].map(([name, members]) => ({ name, members }));
}
