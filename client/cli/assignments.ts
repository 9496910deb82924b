import { EvalError } from '../../core/errors.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';

const INTEGER = /^\d+$/;
const FLOAT = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * `key=value,key=value` or a mapping. Quotes protect commas and stay part of the value, as users of
 * lmms-eval know it; true and false in any case become booleans, digits integers, other numbers floats.
 */
export function parseAssignments(raw: unknown, where: string): JsonObject {
  if (raw === null || raw === undefined || raw === '') return {};
  if (typeof raw === 'object' && !Array.isArray(raw)) return { ...(raw as JsonObject) };
  if (typeof raw !== 'string') {
    throw new EvalError(
      'spec-invalid',
      `${where} takes key=value pairs or a mapping, but got ${JSON.stringify(raw)}.`,
    );
  }
  const entries: [string, JsonValue][] = [];
  for (const piece of splitOutsideQuotes(raw)) {
    const part = piece.trim();
    if (part === '') continue;
    const equals = part.indexOf('=');
    if (equals < 1) {
      throw new EvalError(
        'spec-invalid',
        `${where} takes key=value pairs separated by commas, but one of them is "${part.slice(0, 60)}". Put quotes around a value that holds a comma.`,
      );
    }
    entries.push([part.slice(0, equals).trim(), parseScalar(part.slice(equals + 1).trim())]);
  }
  // Not by assignment: a key named __proto__ must stay a key.
  return Object.fromEntries(entries);
}

export function parseScalar(text: string): JsonValue {
  const lower = text.toLowerCase();
  if (lower === 'true') return true;
  if (lower === 'false') return false;
  const isNumber = INTEGER.test(text) || FLOAT.test(text);
  const value = Number(text);
  // Longer digit strings are identifiers: a number would lose digits.
  if (isNumber && Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER)
    return value;
  return text;
}

const CLOSING: Readonly<Record<string, string>> = { '[': ']', '{': '}', '(': ')' };

/** Splits at commas that stand outside quotes, brackets and braces. */
export function splitOutsideQuotes(text: string): string[] {
  const parts: string[] = [];
  const open: string[] = [];
  let quote = '';
  let start = 0;
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index] ?? '';
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if (startsQuote(text, index)) quote = char;
    else if (Object.hasOwn(CLOSING, char)) open.push(CLOSING[char] ?? '');
    else if (char === open.at(-1)) open.pop();
    else if (char === ',' && open.length === 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

/** An apostrophe inside a word (`don't`) and a quote without its partner open nothing. */
function startsQuote(text: string, index: number): boolean {
  const char = text[index];
  if (char !== '"' && char !== "'") return false;
  const isInsideWord = /\w/.test(text[index - 1] ?? '');
  return !isInsideWord && text.includes(char, index + 1);
}
