import type { JsonValue } from '../../core/json.ts';
import { editDistance } from '../../core/metrics/edit-distance.ts';
import { codePointLength, trimPython } from '../../core/filters/python-text.ts';
import { comparableText } from '../../core/metrics/metric.ts';
import { roundHalfEven } from '../../core/text/parse-number.ts';
import { parsePythonLiteral } from '../../core/text/python-literal.ts';
import { splitWords } from '../../core/text/words.ts';

const UNANSWERABLE = 'not answerable';
const ANLS_THRESHOLD = 0.5;
const RELATIVE_TOLERANCE = 0.01;
const LEAST_DECIMALS = 2;
const UNITS = [' miles', ' mile', ' million'];
const NUMBER = /[-+]?(?:\d+(?:\.\d+)?|\.\d+)/;
/** Answers where one wrong character makes another thing: links, files, pages, dates, addresses. */
const EXACT_FORMS = [
  /https?:\/\//,
  /\.(?:py|ipynb)$/,
  /^page/,
  /^\d+(?:[-\s]\d+)?$/,
  /[ap]\.m\./,
  /^\d{4}[-\s]\d{2}(?:[-\s]\d{2})?$/,
  /^[\w.%+-]{1,64}@[a-z0-9.-]{1,255}\.[a-z]{2,}$/i,
];

/** Score of an answer by the type of the right one: Int, Float, Str, List or None. */
export function scoreTyped(given: string, right: string, format: string): number {
  switch (format.trim().toLowerCase()) {
    case 'int':
    case 'integer':
      return Number(isSameInteger(given, right));
    case 'float':
      return Number(isNearFloat(given, right));
    case 'list':
      return scoreList(given, right);
    case 'none':
      return Number(!isAnswerable(given));
    default:
      return scoreText(cleanText(given), cleanText(right));
  }
}

export function isAnswerable(answer: string): boolean {
  return cleanText(answer) !== UNANSWERABLE;
}

function isSameInteger(given: string, right: string): boolean {
  const [number, wanted] = [numberIn(given), numberIn(right)];
  return number !== undefined && wanted !== undefined && Math.trunc(number) === Math.trunc(wanted);
}

/** Within 1 %, also where one of them is a percentage and the other a share. */
function isNearFloat(given: string, right: string): boolean {
  const [number, wanted] = [numberIn(given), numberIn(right)];
  if (number === undefined || wanted === undefined) return false;
  return [wanted / 100, wanted, wanted * 100].some((candidate) => {
    const largest = Math.max(Math.abs(candidate), Math.abs(number));
    if (Math.abs(candidate - number) <= RELATIVE_TOLERANCE * largest) return true;
    const digits = Math.min(decimalsOf(number), decimalsOf(candidate));
    const decimals = Math.max(digits, LEAST_DECIMALS);
    return roundHalfEven(number, decimals) === roundHalfEven(candidate, decimals);
  });
}

function scoreList(given: string, right: string): number {
  const [items, wanted] = [listItems(given), listItems(right)];
  if (items.length !== wanted.length) return 0;
  const [first] = wanted;
  if (first === undefined) return 1;
  if (numberIn(first) !== undefined || isExactForm(first)) {
    return Number(wanted.every((item, index) => item === items[index]));
  }
  return Math.min(...wanted.map((item, index) => similarity(items[index]!, item)));
}

function scoreText(given: string, right: string): number {
  return isExactForm(right) ? Number(given === right) : similarity(given, right);
}

/** Normalised Levenshtein similarity, 0 up to one half. */
function similarity(given: string, right: string): number {
  const longest = Math.max(codePointLength(given), codePointLength(right));
  if (longest === 0) return 1;
  const value = 1 - editDistance(given, right) / longest;
  return value > ANLS_THRESHOLD ? value : 0;
}

/** Lower case, without remarks in brackets, quotes, currency and percent signs and a few units. */
function cleanText(text: string): string {
  let rest = trimPython(withoutBrackets(trimPython(text.toLowerCase())));
  rest = trimPython(rest.replaceAll(/^['"]|['"]$/g, ''));
  rest = trimPython(rest.replace(/^\$+/, ''));
  rest = trimPython(rest.replace(/(?<!%)%+$/, ''));
  for (const unit of UNITS) if (rest.endsWith(unit)) rest = trimPython(rest.slice(0, -unit.length));
  return splitWords(rest).join(' ');
}

function withoutBrackets(text: string): string {
  const kept: string[] = [];
  let from = 0;
  for (let open = text.indexOf('('); open >= 0; open = text.indexOf('(', from)) {
    const close = text.indexOf(')', open);
    if (close < 0) break;
    kept.push(text.slice(from, open).trimEnd());
    from = close + 1;
  }
  return kept.join('') + text.slice(from);
}

function isExactForm(text: string): boolean {
  return EXACT_FORMS.some((form) => form.test(text));
}

function numberIn(text: string): number | undefined {
  const found = NUMBER.exec(text.replaceAll(',', ''))?.[0];
  return found === undefined ? undefined : Number(found);
}

function decimalsOf(value: number): number {
  return String(value).split('.')[1]?.length ?? 1;
}

function listItems(text: string): string[] {
  const parsed = parsePythonLiteral(trimPython(text));
  const items = Array.isArray(parsed) ? (parsed as readonly JsonValue[]) : [parsed ?? text];
  return items.map((item) => cleanText(comparableText(item))).sort(byCodePoint);
}

function byCodePoint(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}
