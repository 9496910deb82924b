import { relative } from 'node:path';
import { catalogueDigest, type CatalogueIndex } from './catalogue-index.ts';
import { builtinTasksFolder } from './package-root.ts';
import { openTaskRegistry } from './registry.ts';

/** Loads the whole catalogue once, so that nobody else has to. */
export async function buildCatalogueIndex(): Promise<CatalogueIndex> {
  const registry = await openTaskRegistry();
  const folder = builtinTasksFolder();
  const inside = <Row extends { readonly path?: string }>(row: Row): Row =>
    row.path === undefined ? row : { ...row, path: relative(folder, row.path) };
  return {
    digest: catalogueDigest(folder),
    tasks: registry.list().map(inside),
    groups: registry.groups().map(inside),
  };
}
