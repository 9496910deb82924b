import { EvalError } from '../errors.ts';
import type { JsonValue } from '../json.ts';
import { trimPython } from './python-text.ts';

/** Pairs of start and end tag, compared as they stand. */
export type ReasoningTags = readonly (readonly [start: string, end: string])[];

export interface StripReasoningOptions {
  /**
   * Whether an end tag without a start keeps only what follows it. Default false: such text is left
   * alone.
   */
  readonly cutBeforeLoneEndTag?: boolean;
}

/**
 * An answer without its reasoning blocks, trimmed. Each pair removes, again and again, the first block
 * from a start to the next end after it; a start without an end stays.
 */
export function stripReasoning(
  text: string,
  tags: ReasoningTags,
  options: StripReasoningOptions = {},
): string {
  let rest = text;
  for (const [start, end] of tags) {
    rest = removeBlocks(rest, start, end);
    if (options.cutBeforeLoneEndTag === true) rest = cutBeforeLoneEnd(rest, start, end);
  }
  return trimPython(rest);
}

/** Reads `--reasoning_tags` or the YAML key: null, false or "none" switch stripping off. */
export function parseReasoningTags(value: JsonValue): ReasoningTags | null {
  if (value === null || value === false || value === '') return null;
  if (typeof value === 'string') {
    return value.trim().toLowerCase() === 'none' ? null : checkPairs(parseJson(value));
  }
  return checkPairs(value);
}

function removeBlocks(text: string, start: string, end: string): string {
  let rest = text;
  for (;;) {
    const from = rest.indexOf(start);
    const to = from < 0 ? -1 : rest.indexOf(end, from + start.length);
    if (to < 0) return rest;
    rest = rest.slice(0, from) + rest.slice(to + end.length);
  }
}

function cutBeforeLoneEnd(text: string, start: string, end: string): string {
  const at = text.includes(start) ? -1 : text.lastIndexOf(end);
  return at < 0 ? text : text.slice(at + end.length);
}

function parseJson(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch (error) {
    throw invalidTags(JSON.stringify(text), error);
  }
}

function checkPairs(value: JsonValue): ReasoningTags {
  const isFlatPair =
    Array.isArray(value) && value.length === 2 && value.every((tag) => typeof tag === 'string');
  const pairs: JsonValue = isFlatPair ? [value] : value;
  if (!Array.isArray(pairs)) throw invalidTags(JSON.stringify(value));
  return (pairs as readonly JsonValue[]).map((pair) => {
    const isPair =
      Array.isArray(pair) &&
      pair.length === 2 &&
      pair.every((tag) => typeof tag === 'string' && tag !== '');
    if (!isPair) throw invalidTags(JSON.stringify(value));
    return pair as unknown as readonly [string, string];
  });
}

function invalidTags(received: string, cause?: unknown): EvalError {
  return new EvalError(
    'config-invalid',
    `Cannot read the reasoning tags: received ${received}; give a JSON list of [start, end] pairs such as [["<think>","</think>"]], or none.`,
    { cause },
  );
}
