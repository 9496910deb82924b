import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { EvalError, messageOf } from '../core/errors.ts';
import type { JsonValue } from '../core/json.ts';
import { parsePluginManifest, type PluginManifest } from '../core/models/plugin-manifest.ts';
import { findPackageFolders, isPackageName } from './find-package.ts';

/** A plug-in that is installed here. Nothing of its code has run. */
export interface PluginPackage extends PluginManifest {
  readonly folder: string;
}

/** Where clients and workers look the names up; both must find the same version. */
export const PLUGINS_VARIABLE = 'ASSAY_PLUGINS';

/** Names of a comma list, each once, in the order given. */
export function pluginNames(lists: readonly (string | undefined)[]): string[] {
  const names = lists.flatMap((list) => (list ?? '').split(',')).map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== ''))];
}

/** Reads the packages that the operator named, and no other: from `start` upwards, then beside Assay. */
export function readPlugins(names: readonly string[], start: string): PluginPackage[] {
  const plugins = names.map((name) => readPlugin(name, start));
  const owners = new Map<string, string>();
  for (const { name, entries } of plugins) {
    for (const id of entries.flatMap((entry) => [entry.id, ...entry.aliases])) {
      const other = owners.get(id);
      if (other !== undefined) {
        throw new EvalError(
          'config-invalid',
          `The plug-ins ${other} and ${name} both have a model ${id}; name one of them only.`,
        );
      }
      owners.set(id, name);
    }
  }
  return plugins;
}

function readPlugin(name: string, start: string): PluginPackage {
  const folder = folderOf(name, start);
  const path = join(folder, 'package.json');
  let file: JsonValue;
  try {
    file = JSON.parse(readFileSync(path, 'utf8')) as JsonValue;
  } catch (error) {
    throw new EvalError(
      'config-invalid',
      `Cannot read the plug-in ${name}: ${path}: ${messageOf(error)}.`,
    );
  }
  return { ...parsePluginManifest(name, file), folder };
}

function folderOf(name: string, start: string): string {
  const isPath = isAbsolute(name) || /^\.\.?\//.test(name);
  const [found] = isPath
    ? [resolve(start, name)].filter((folder) => existsSync(join(folder, 'package.json')))
    : findPackageFolders(name, start);
  if (found !== undefined) return found;
  throw new EvalError(
    'config-invalid',
    `Cannot find the plug-in ${JSON.stringify(name.slice(0, 200))}: it is not installed for ${start}. Run \`npm install ${isPackageName(name) ? name : 'NAME'}\` there, or give the path of its folder.`,
  );
}
