import { trimPython } from '../filters/python-text.ts';
import type { JsonValue } from '../json.ts';
import { parsePythonLiteral } from '../text/python-literal.ts';

const TRUE_WORDS = ['true', 'yes', 'y', '1'];
const FALSE_WORDS = ['false', 'no', 'n', '0'];
const KEYS = ['answer', 'Answer', 'ANSWER'];
const STATED = [
  /"answer"\s{0,20}:\s{0,20}(true|false)/,
  /\banswer\s{0,20}[:=]\s{0,20}(true|false)\b/,
  /\b(true|false|yes|no)\b/,
];

/**
 * The truth value that an answer gives: the whole of it, in a JSON or Python literal (in a fence or in
 * braces too), stated after "answer", else the first word that says one.
 */
export function parseTruthValue(text: string): boolean | undefined {
  const answer = trimPython(text);
  const whole = truthOf(answer.replace(/^[`"' ]+/, '').replace(/(?<![`"' ])[`"' ]+$/, ''));
  if (whole !== undefined) return whole;
  for (const literal of [answer, ...fenced(answer), ...braced(answer)]) {
    const value = truthInLiteral(trimPython(literal));
    if (value !== undefined) return value;
  }
  const lower = answer.toLowerCase();
  for (const pattern of STATED) {
    const found = pattern.exec(lower)?.[1];
    if (found !== undefined) return truthOf(found);
  }
  return undefined;
}

function truthOf(value: JsonValue | undefined): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return undefined;
  const word = trimPython(value).toLowerCase();
  if (TRUE_WORDS.includes(word)) return true;
  return FALSE_WORDS.includes(word) ? false : undefined;
}

function truthInLiteral(text: string): boolean | undefined {
  const parsed = parsePythonLiteral(text);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    return truthOf(parsed);
  const record = parsed as { readonly [key: string]: JsonValue };
  const key = KEYS.find((name) => Object.hasOwn(record, name));
  return key === undefined ? undefined : truthOf(record[key]);
}

function fenced(text: string): string[] {
  return text
    .split('```')
    .slice(1)
    .filter((_, index) => index % 2 === 0)
    .map((block) => block.replace(/^json/i, ''));
}

function braced(text: string): string[] {
  const found: string[] = [];
  for (let start = text.indexOf('{'); start >= 0;) {
    const end = text.indexOf('}', start);
    if (end < 0) break;
    found.push(text.slice(start, end + 1));
    start = text.indexOf('{', end);
  }
  return found;
}
