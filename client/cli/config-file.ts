import { readFileSync } from 'node:fs';
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import type { Document, Node, YAMLMap } from 'yaml';
import { EvalError, messageOf } from '../../core/errors.ts';
import type { JsonValue } from '../../core/json.ts';

/** One key of one mapping, before expansion and conversion. */
export interface ConfigValue {
  readonly key: string;
  readonly value: JsonValue;
  /** `file.yaml:12`. */
  readonly where: string;
}

/** One evaluation of a configuration file. */
export interface ConfigEntry {
  readonly where: string;
  readonly values: readonly ConfigValue[];
}

/** Configuration files are written by hand; more than this is a mistake or an attack. */
const MAXIMUM_BYTES = 1_048_576;
const MAXIMUM_ALIASES = 100;

export function readConfigFile(path: string): ConfigEntry[] {
  return parseConfig(readText(path), path);
}

export function parseConfig(text: string, path: string): ConfigEntry[] {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: true,
  });
  const at = (offset: number) => `${path}:${lines.linePos(offset).line}`;
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem !== undefined) {
    throw new EvalError(
      'config-invalid',
      `${at(problem.pos[0])}: not readable as YAML: ${problem.message}.`,
    );
  }
  refuseSpecialKeys(document, at);
  const root = document.contents;
  if (isMap(root)) return [entryOf(root, document, at)];
  if (isSeq(root) && root.items.length > 0) {
    return root.items.map((item) => {
      if (isMap(item)) return entryOf(item, document, at);
      throw wrongRoot(at(startOf(item)));
    });
  }
  throw wrongRoot(at(root === null ? 0 : startOf(root)));
}

function readText(path: string): string {
  try {
    const bytes = readFileSync(path);
    if (bytes.length <= MAXIMUM_BYTES) return bytes.toString('utf8');
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new EvalError(
      'config-invalid',
      `Cannot read the configuration file ${path}: ${isMissing ? 'it does not exist' : messageOf(error)}. Give --config the path of a YAML file of flags; relative paths start at ${process.cwd()}.`,
      { cause: error },
    );
  }
  throw new EvalError(
    'config-invalid',
    `The configuration file ${path} is larger than ${MAXIMUM_BYTES} bytes. Give the path of a YAML file of flags.`,
  );
}

function entryOf(map: YAMLMap, document: Document, at: (offset: number) => string): ConfigEntry {
  return { where: at(startOf(map)), values: [...valuesOf(map, document, at).values()] };
}

/** Values by key; `<<: *anchor` brings another mapping's, which the mapping's own override. */
function valuesOf(
  map: YAMLMap,
  document: Document,
  at: (offset: number) => string,
): Map<string, ConfigValue> {
  const merged = new Map<string, ConfigValue>();
  const own = new Map<string, ConfigValue>();
  for (const pair of map.items) {
    const where = at(startOf(pair.key));
    const key = isScalar(pair.key) ? String(pair.key.value) : '';
    if (key !== '<<') {
      own.set(key, { key, value: plain(pair.value, document, where), where });
      continue;
    }
    const source = isAlias(pair.value) ? pair.value.resolve(document) : pair.value;
    if (!isMap(source) || source === map) {
      throw new EvalError(
        'config-invalid',
        `${where}: "<<" takes a mapping, as in "<<: *name". Anchor one with "&name" above.`,
      );
    }
    for (const [name, value] of valuesOf(source, document, at)) merged.set(name, value);
  }
  return new Map([...merged, ...own]);
}

function plain(node: unknown, document: Document, where: string): JsonValue {
  if (node === null || node === undefined) return null;
  try {
    return (node as Node).toJS(document, { maxAliasCount: MAXIMUM_ALIASES }) as JsonValue;
  } catch (error) {
    throw new EvalError('config-invalid', `${where}: ${messageOf(error)}.`, { cause: error });
  }
}

function refuseSpecialKeys(document: Document, at: (offset: number) => string): void {
  visit(document, {
    Pair(_, pair) {
      const key = isScalar(pair.key) ? pair.key.value : undefined;
      if (key === '__proto__' || key === 'constructor' || key === 'prototype') {
        throw new EvalError(
          'config-invalid',
          `${at(startOf(pair.key))}: the key ${key} is not allowed.`,
        );
      }
    },
  });
}

function startOf(node: unknown): number {
  const range = (node as Partial<Node> | null)?.range;
  return range?.[0] ?? 0;
}

function wrongRoot(where: string): EvalError {
  return new EvalError(
    'config-invalid',
    `${where}: expected a mapping of flags, or a list of such mappings for several evaluations.`,
  );
}
