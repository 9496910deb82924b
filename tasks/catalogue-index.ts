import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtinTasksFolder } from './package-root.ts';
import type { NamedTasks } from './registry.ts';
import type { TaskRow } from './task-row.ts';

/** What `assay tasks` says of the shipped catalogue, written by the build. Paths start at tasks/. */
export interface CatalogueIndex {
  /** Of the YAML it was made from: files that changed since make it worthless. */
  readonly digest: string;
  readonly tasks: readonly TaskRow[];
  readonly groups: readonly NamedTasks[];
}

/**
 * The index of this build if it still tells the truth. Parsing a thousand YAML files takes a second,
 * and reading them to compare a digest a fiftieth of that.
 */
export function readCatalogueIndex(
  file: string = catalogueIndexFile(),
  folder: string = builtinTasksFolder(),
): CatalogueIndex | undefined {
  if (!existsSync(file)) return undefined;
  const index = JSON.parse(readFileSync(file, 'utf8')) as CatalogueIndex;
  if (index.digest !== catalogueDigest(folder)) return undefined;
  const absolute = <Row extends { readonly path?: string }>(row: Row): Row =>
    row.path === undefined ? row : { ...row, path: join(folder, row.path) };
  return { ...index, tasks: index.tasks.map(absolute), groups: index.groups.map(absolute) };
}

/** Beside the compiled form of this file; a source checkout that was never built has none. */
function catalogueIndexFile(): string {
  return fileURLToPath(new URL('catalogue.json', import.meta.url));
}

/** SHA-256 over names and bytes of all task files and templates of a folder. */
export function catalogueDigest(folder: string = builtinTasksFolder()): string {
  const hash = createHash('sha256');
  visit(folder, (path) => hash.update(`${relative(folder, path)}\n`).update(readFileSync(path)));
  return hash.digest('hex');
}

/** YAML, and templates, which have no ending. */
function visit(folder: string, take: (path: string) => void): void {
  const entries = readdirSync(folder, { withFileTypes: true });
  for (const entry of entries.sort((left, right) => (left.name < right.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) visit(path, take);
    else if (/(?:^[^.]+|\.ya?ml)$/.test(entry.name)) take(path);
  }
}
