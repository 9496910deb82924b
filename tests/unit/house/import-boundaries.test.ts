import { readFileSync, readdirSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const FOLDERS = ['core', 'workflows', 'activities', 'workers', 'client', 'tasks', 'deploy'];

interface Import {
  readonly from: string;
  readonly to: string;
  readonly isTypeOnly: boolean;
}

/** Which folders a folder may import values from, besides itself. Everyone may import types of `core`. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  core: [],
  workflows: ['core'],
  activities: ['core', 'tasks'],
  tasks: ['core'],
  workers: ['core', 'activities', 'tasks', 'workflows', 'deploy'],
  client: ['core', 'tasks', 'deploy', 'activities/artifacts'],
  deploy: ['core'],
};

/** Types alone may come from further away. */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  workflows: ['activities'],
  client: ['workflows', 'activities'],
};

/** npm packages and built-ins that a folder may use; absent = any. */
const PACKAGES: Readonly<Record<string, RegExp>> = {
  core: /^$/,
  'core/schema': /^zod$/,
  workflows: /^@temporalio\/workflow$/,
  tasks: /^(yaml|@huggingface\/jinja|tsx\/esm\/api|node:.*)$/,
};

/** Folders below the activity functions that must not know Temporal. */
const ADAPTERS =
  /^activities\/(models|engines|media|datasets|artifacts|ledger|threads|reports|runs|scoring|inference)\//;

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  const found: Import[] = [];
  const statement =
    /^(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm;
  for (const [, typeOnly, named, dynamic] of text.matchAll(statement)) {
    const specifier = named ?? dynamic ?? '';
    const to = specifier.startsWith('.') ? normalize(join(dirname(file), specifier)) : specifier;
    found.push({ from: file, to, isTypeOnly: typeOnly !== undefined });
  }
  return found;
}

const all = FOLDERS.flatMap(sources).flatMap(importsOf);
const isOurs = (target: string) => FOLDERS.includes(target.split('/')[0]!);
const show = ({ from, to }: Import) => `${from} imports ${to}`;

test('the walk sees the project', () => {
  expect(all.length).toBeGreaterThan(500);
  expect(all.some(({ to }) => to === 'core/errors.ts')).toBe(true);
});

test('folders import only from the folders that the design allows', () => {
  const wrong = all.filter(({ from, to, isTypeOnly }) => {
    const own = from.split('/')[0]!;
    if (!isOurs(to) || to.startsWith(`${own}/`)) return false;
    const allowed = [...(VALUES[own] ?? []), ...(isTypeOnly ? (TYPES[own] ?? []) : [])];
    return !allowed.some((folder) => to.startsWith(`${folder}/`));
  });
  expect(wrong.map(show)).toEqual([]);
});

test('folders use only the packages that the design allows', () => {
  const wrong = all.filter(({ from, to, isTypeOnly }) => {
    if (isOurs(to) || to === '') return false;
    const folder = from.startsWith('core/schema/') ? 'core/schema' : from.split('/')[0]!;
    const allowed = PACKAGES[folder];
    return allowed !== undefined && !allowed.test(to) && !(isTypeOnly && folder === 'workflows');
  });
  expect(wrong.map(show)).toEqual([]);
});

test('built-ins are imported with their node: prefix', () => {
  expect(all.filter(({ to }) => builtinModules.includes(to)).map(show)).toEqual([]);
});

test('nothing below the activity functions knows Temporal', () => {
  const wrong = all.filter(({ from, to }) => ADAPTERS.test(from) && to.startsWith('@temporalio/'));
  expect(wrong.map(show)).toEqual([]);
});

test('no source file has more than 300 lines of code', () => {
  const long = FOLDERS.flatMap(sources).filter((file) => {
    const lines = readFileSync(join(root, file), 'utf8').split('\n');
    return (
      lines.filter((line) => line.trim() !== '' && !/^\s*(\/\/|\*|\/\*)/.test(line)).length > 300
    );
  });
  expect(long.map((file) => relative(root, file))).toEqual([]);
});
