import type { JsonValue } from '../json.ts';

/** Nesting a choice list never reaches. */
const MAX_DEPTH = 32;

/**
 * Reads a literal as Python's ast.literal_eval or JSON would (texts, numbers, True, None, lists,
 * tuples, mappings); undefined when the text is anything else. Nothing is ever executed.
 */
export function parsePythonLiteral(text: string): JsonValue | undefined {
  const reader = new LiteralReader(text);
  try {
    return reader.whole();
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const WORDS = new Map<string, JsonValue>([
  ['True', true],
  ['true', true],
  ['False', false],
  ['false', false],
  ['None', null],
  ['null', null],
]);
const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  '0': '\0',
  '\n': '',
};

class LiteralReader {
  #position = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): JsonValue {
    const value = this.#value(0);
    this.#space();
    if (this.#position < this.#text.length) throw new SyntaxError('text after the literal');
    return value;
  }

  #value(depth: number): JsonValue {
    if (depth > MAX_DEPTH) throw new SyntaxError('too deep');
    this.#space();
    const character = this.#text[this.#position];
    if (character === '[') return this.#list(']', depth);
    if (character === '(') return this.#list(')', depth);
    if (character === '{') return this.#mapping(depth);
    if (character === '"' || character === "'") return this.#string(character);
    const token = this.#match(/[A-Za-z]+|[+-]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y);
    const word = token === undefined ? undefined : WORDS.get(token);
    if (word !== undefined) return word;
    const number = Number(token?.replaceAll('_', '') ?? 'none');
    if (Number.isNaN(number)) throw new SyntaxError('not a literal');
    return number;
  }

  #list(close: string, depth: number): JsonValue {
    this.#position += 1;
    const items: JsonValue[] = [];
    while (!this.#take(close)) {
      items.push(this.#value(depth + 1));
      if (!this.#take(',')) {
        this.#expect(close);
        break;
      }
    }
    return items;
  }

  #mapping(depth: number): JsonValue {
    this.#position += 1;
    const entries: [string, JsonValue][] = [];
    while (!this.#take('}')) {
      const key = this.#value(depth + 1);
      if (key === null || typeof key === 'object') throw new SyntaxError('a key must be plain');
      this.#expect(':');
      entries.push([String(key), this.#value(depth + 1)]);
      if (!this.#take(',')) {
        this.#expect('}');
        break;
      }
    }
    return Object.fromEntries(entries);
  }

  #string(quote: string): string {
    this.#position += 1;
    let result = '';
    for (;;) {
      const character = this.#text[this.#position];
      if (character === undefined) throw new SyntaxError('unfinished text');
      this.#position += 1;
      if (character === quote) return result;
      result += character === '\\' ? this.#escape() : character;
    }
  }

  #escape(): string {
    const hex = this.#match(/x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}/y);
    if (hex !== undefined) {
      const point = Number.parseInt(hex.slice(1), 16);
      if (point > 0x10ffff) throw new SyntaxError('no such character');
      return String.fromCodePoint(point);
    }
    const character = this.#text[this.#position] ?? '';
    this.#position += 1;
    if (/[\\'"/]/.test(character)) return character;
    return ESCAPES[character] ?? `\\${character}`;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#position;
    const found = pattern.exec(this.#text)?.[0];
    this.#position += found?.length ?? 0;
    return found;
  }

  #space(): void {
    this.#match(/\s+/y);
  }

  #take(character: string): boolean {
    this.#space();
    if (this.#text[this.#position] !== character) return false;
    this.#position += 1;
    return true;
  }

  #expect(character: string): void {
    if (!this.#take(character)) throw new SyntaxError(`expected ${character}`);
  }
}
