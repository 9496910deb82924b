import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Document,
  type Node,
  type Pair,
} from 'yaml';
import { canonicalJson, type JsonValue } from '../core/json.ts';
import { EvalError } from '../core/errors.ts';

/** A task file is a page or two; what is larger is not a task file. */
const MAX_BYTES = 1_000_000;
const MAX_ALIASES = 100;
const MAX_DEPTH = 32;
/** Values after aliases are expanded: a bomb of nested aliases ends here. */
const MAX_VALUES = 50_000;
const REFUSED_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

export interface SourcePosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Where each value was written, by `positionKey` of its path. */
export type SourcePositions = ReadonlyMap<string, SourcePosition>;

export interface ParsedYaml {
  readonly value: JsonValue;
  readonly positions: SourcePositions;
}

export interface ParseYamlOptions {
  readonly file: string;
  /** What `!function module.name` becomes. */
  readonly functionReference: (name: string, position: SourcePosition) => JsonValue;
}

export function positionKey(path: readonly (string | number)[]): string {
  return path.join('\u0000');
}

/** `file:line:column`, as editors and terminals understand it. */
export function showPosition(position: SourcePosition): string {
  return `${position.file}:${position.line}:${position.column}`;
}

/**
 * YAML to plain data, nothing executed: the only tag beyond YAML's own is `!function`, kept as a
 * name. YAML 1.1, because the task files people bring were written for it (yes and no are booleans,
 * `<<` merges).
 */
export function parseYaml(text: string, options: ParseYamlOptions): ParsedYaml {
  const fail = (message: string): never => {
    throw new EvalError('task-invalid', `Cannot read the task file ${message}`);
  };
  if (text.length > MAX_BYTES) {
    fail(`${options.file}: it has ${text.length} characters, more than ${MAX_BYTES}.`);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, {
    version: '1.1',
    lineCounter: lines,
    // Two equal values contradict nothing; #map refuses others, and names the key.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'error',
  });
  const positionAt = (offset: number): SourcePosition => {
    const { line, col } = lines.linePos(offset);
    return { file: options.file, line, column: col };
  };
  const error = document.errors[0];
  if (error !== undefined) {
    // YAML for Python is laxer here, so files that worked elsewhere meet this.
    const hint =
      error.code === 'BAD_INDENT' && error.message.startsWith('Flow ')
        ? ' Indent the lines in the brackets, and the closing one, deeper than their key.'
        : '';
    fail(`${showPosition(positionAt(error.pos[0]))}: ${error.message}.${hint}`);
  }
  const reader = new YamlReader(document, positionAt, options.functionReference);
  const value = reader.read(document.contents, [], 0);
  return { value, positions: reader.positions };
}

type Path = readonly (string | number)[];

class YamlReader {
  readonly positions = new Map<string, SourcePosition>();
  #aliases = 0;
  #values = 0;
  readonly #document: Document;
  readonly #positionAt: (offset: number) => SourcePosition;
  readonly #functionReference: ParseYamlOptions['functionReference'];

  constructor(
    document: Document,
    positionAt: (offset: number) => SourcePosition,
    functionReference: ParseYamlOptions['functionReference'],
  ) {
    this.#document = document;
    this.#positionAt = positionAt;
    this.#functionReference = functionReference;
  }

  read(node: unknown, path: Path, depth: number): JsonValue {
    if (node === null || node === undefined) return null;
    const current = node as Node;
    const position = this.#positionAt(current.range?.[0] ?? 0);
    if (!this.positions.has(positionKey(path))) this.positions.set(positionKey(path), position);
    this.#values += 1;
    if (this.#values > MAX_VALUES) this.#fail(position, `more than ${MAX_VALUES} values`);
    if (depth > MAX_DEPTH) this.#fail(position, `more than ${MAX_DEPTH} levels of nesting`);
    if (isAlias(current)) {
      this.#aliases += 1;
      if (this.#aliases > MAX_ALIASES) this.#fail(position, `more than ${MAX_ALIASES} aliases`);
      const target = current.resolve(this.#document);
      if (target === undefined)
        this.#fail(position, `the alias *${current.source} without an anchor`);
      return this.read(target, path, depth + 1);
    }
    if (isScalar(current)) return this.#scalar(current.value, current.tag, position);
    if (current.tag !== undefined && !/^tag:yaml\.org,2002:(map|seq)$/.test(current.tag)) {
      this.#fail(position, `the tag ${current.tag}, which is not supported`);
    }
    if (isSeq(current)) {
      return current.items.map((item, index) => this.read(item, [...path, index], depth + 1));
    }
    if (isMap(current)) return this.#map(current.items, path, depth);
    return this.#fail(position, 'a construct that is not supported');
  }

  #scalar(value: unknown, tag: string | undefined, position: SourcePosition): JsonValue {
    if (tag === '!function') return this.#functionReference(String(value), position);
    if (tag !== undefined && !/^tag:yaml\.org,2002:(str|int|float|bool|null)$/.test(tag)) {
      this.#fail(position, `the tag ${tag}; the only tag with a meaning is "!function file.name"`);
    }
    if (value instanceof Date) return value.toISOString().replace('T00:00:00.000Z', '');
    if (typeof value === 'number' && !Number.isFinite(value)) {
      this.#fail(position, `the number ${String(value)}, which JSON cannot hold`);
    }
    const isPlain = value === null || ['string', 'number', 'boolean'].includes(typeof value);
    return isPlain ? (value as JsonValue) : this.#fail(position, 'a value that is not plain data');
  }

  #map(pairs: readonly Pair[], path: Path, depth: number): JsonValue {
    const own: Record<string, JsonValue> = {};
    let merged: Record<string, JsonValue> = {};
    for (const pair of pairs) {
      const keyPosition = this.#positionAt((pair.key as Node).range?.[0] ?? 0);
      if (isScalar(pair.key) && (pair.key.value === '<<' || typeof pair.key.value === 'symbol')) {
        merged = { ...this.#mergeSource(pair.value, path, depth), ...merged };
        continue;
      }
      const key = this.read(pair.key, [...path, '\u0001key'], depth + 1);
      if (key === null || typeof key === 'object')
        this.#fail(keyPosition, 'a key that is not a name');
      const name = String(key);
      if (REFUSED_KEYS.has(name))
        this.#fail(keyPosition, `the key "${name}", which is not allowed`);
      const first = this.positions.get(positionKey([...path, name]));
      const isRepeated = Object.hasOwn(own, name);
      if (!isRepeated) this.positions.set(positionKey([...path, name]), keyPosition);
      const value = this.read(pair.value, [...path, name], depth + 1);
      if (isRepeated && canonicalJson(own[name] ?? null) !== canonicalJson(value)) {
        const line = String(first?.line ?? 0);
        this.#fail(keyPosition, `the key "${name}" again, with another value than in line ${line}`);
      }
      own[name] = value;
    }
    return { ...merged, ...own };
  }

  /** Of several merged maps the first wins. */
  #mergeSource(node: unknown, path: Path, depth: number): Record<string, JsonValue> {
    const value = this.read(node, [...path, '<<'], depth + 1);
    const sources = Array.isArray(value) ? value : [value];
    const objects = sources.filter((item) => typeof item === 'object' && item !== null);
    return Object.assign({}, ...objects.toReversed()) as Record<string, JsonValue>;
  }

  #fail(position: SourcePosition, what: string): never {
    throw new EvalError(
      'task-invalid',
      `Cannot read the task file ${showPosition(position)}: it holds ${what}.`,
    );
  }
}
