import { EvalError } from '../../core/errors.ts';

/** Pairs [start, end] from JSON or YAML; null switches the removal off. */
export function parseReasoningTags(
  raw: unknown,
  where: string,
): (readonly [string, string])[] | null {
  if (raw === null || raw === false) return null;
  if (typeof raw !== 'string') return checkPairs(raw, where);
  if (/^\s*(none|null|false)?\s*$/i.test(raw)) return null;
  try {
    return checkPairs(JSON.parse(raw), where);
  } catch (error) {
    if (error instanceof SyntaxError) throw wrong(raw, where);
    throw error;
  }
}

function checkPairs(value: unknown, where: string): (readonly [string, string])[] {
  // A single pair without the outer list is what people write first.
  const list: unknown[] = isPair(value) ? [value] : Array.isArray(value) ? value : [];
  if (list.length === 0 || !list.every(isPair)) throw wrong(value, where);
  return list;
}

function isPair(value: unknown): value is readonly [string, string] {
  return (
    Array.isArray(value) &&
    value.length === 2 &&
    value.every((part) => typeof part === 'string' && part !== '')
  );
}

function wrong(value: unknown, where: string): EvalError {
  return new EvalError(
    'spec-invalid',
    `${where} takes none or a JSON list of [start, end] pairs such as [["<think>","</think>"]], but got ${JSON.stringify(value)}.`,
  );
}
