import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { JsonValue } from '../core/json.ts';
import { loadYaml } from './load-yaml.ts';

/** What discovery needs of a file; undefined when it names neither a task nor a group. */
export interface ScannedFile {
  readonly kind: 'task' | 'group';
  readonly name: string;
  readonly tags: readonly string[];
}

const KEYS = ['task', 'group', 'tag', 'include', 'task_alias'] as const;
type ScanKey = (typeof KEYS)[number];
/** undefined: absent; null: more than one plain word, so the file has to be parsed. */
type ScannedKeys = Partial<Record<ScanKey, string | null>>;

/**
 * Reads the few keys that name a file without parsing YAML, which costs a hundred times as much over
 * a thousand files; anything but a plain word falls back to the parser.
 */
export function scanTaskFile(
  path: string,
  cache: Map<string, ScannedKeys>,
): ScannedFile | undefined {
  const own = scanKeys(path, cache);
  const isSimple = Object.values(own).every((value) => value !== null);
  const included =
    own.include === undefined || !isSimple
      ? {}
      : scanKeys(resolve(dirname(path), own.include ?? ''), cache);
  const isIncludeSimple =
    included.include === undefined && Object.values(included).every((value) => value !== null);
  if (isSimple && isIncludeSimple) return namesOf({ ...included, ...own });
  return namesOf(loadYaml(path).values);
}

function namesOf(values: Readonly<Record<string, JsonValue | undefined>>): ScannedFile | undefined {
  const task = values['task'];
  const group = values['group'];
  const tags = [values['tag'] ?? []].flat().filter((tag) => typeof tag === 'string');
  if (typeof task === 'string') {
    const legacy = typeof group === 'string' && tags.length === 0 ? [group] : [];
    return { kind: 'task', name: task, tags: [...tags, ...legacy] };
  }
  return Array.isArray(task) && typeof group === 'string'
    ? { kind: 'group', name: group, tags }
    : undefined;
}

function scanKeys(path: string, cache: Map<string, ScannedKeys>): ScannedKeys {
  const known = cache.get(path);
  if (known !== undefined) return known;
  const text = readFileSync(path, 'utf8');
  // Braces around the whole file, as in JSON: no key begins a line.
  const keys: ScannedKeys = /^\s*\{/.test(text) ? { task: null } : {};
  for (const match of text.matchAll(/^(["']?)(\w+|<<)\1[ \t]*:(.*)$/gm)) {
    const key = KEYS.find((candidate) => candidate === match[2]);
    // A merged anchor may bring any key, and a second document or duplicate key is for the parser.
    if (match[2] === '<<') keys.task = null;
    else if (key !== undefined)
      keys[key] = keys[key] === undefined ? plainWord(match[3] ?? '') : null;
  }
  cache.set(path, keys);
  return keys;
}

function plainWord(text: string): string | null {
  const match = /^[ \t]+(["']?)([A-Za-z_./][\w./+-]*)\1[ \t]*(?:#.*)?\r?$/.exec(text);
  const word = match?.[2];
  const isBoolean = word !== undefined && /^(?:y|n|yes|no|on|off|true|false|null)$/i.test(word);
  return word === undefined || isBoolean ? null : word;
}
