import { EvalError } from '../../core/errors.ts';
import { didYouMean } from '../../core/nearest-name.ts';
import type { CommandOption, OptionKind } from '../../core/command-option.ts';
import type { JsonValue } from '../../core/json.ts';
import { parseAssignments, splitOutsideQuotes } from './assignments.ts';
import { parseReasoningTags } from './reasoning-tags.ts';
import { parseSeeds } from './seeds.ts';

/**
 * The one conversion for typed flags and YAML values: `seed: "1,2,3"` and `--seed 1,2,3` give the
 * same. `where` names the flag or the file, line and key in errors.
 */
export function convertOption(option: CommandOption, raw: unknown, where: string): JsonValue {
  return CONVERTERS[option.kind](raw, { option, where });
}

interface Place {
  readonly option: CommandOption;
  readonly where: string;
}

const CONVERTERS: Readonly<Record<OptionKind, (raw: unknown, place: Place) => JsonValue>> = {
  text: toText,
  'optional-text': (raw, place) => (typeof raw === 'boolean' ? raw : cacheText(toText(raw, place))),
  boolean: toBoolean,
  integer: (raw, place) => toNumber(raw, place, true),
  number: (raw, place) => toNumber(raw, place, false),
  choice: toChoice,
  names: toNames,
  assignments: (raw, place) => parseAssignments(raw, place.where),
  'batch-size': toBatchSize,
  seeds: (raw, place) => parseSeeds(raw, place.where),
  'reasoning-tags': (raw, place) => parseReasoningTags(raw, place.where),
};

function toText(raw: unknown, place: Place): string {
  if (typeof raw === 'string') return raw;
  if (typeof raw === 'number' || typeof raw === 'boolean') return String(raw);
  throw invalid(place, 'a text', raw);
}

/** `--use_cache true` means the same as `--use_cache`. */
function cacheText(text: string): string | boolean {
  const lower = text.toLowerCase();
  return lower === 'true' ? true : lower === 'false' || lower === 'none' ? false : text;
}

const WORDS: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  on: true,
  '1': true,
  false: false,
  no: false,
  off: false,
  '0': false,
};

function toBoolean(raw: unknown, place: Place): boolean {
  if (typeof raw === 'boolean') return raw;
  const word = typeof raw === 'string' || typeof raw === 'number' ? String(raw).toLowerCase() : '';
  const value = Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
  if (value === undefined) throw invalid(place, 'true or false', raw);
  return value;
}

function toNumber(raw: unknown, place: Place, mustBeInteger: boolean): number {
  const text = typeof raw === 'string' ? raw.trim() : raw;
  const value = typeof text === 'string' && text !== '' ? Number(text) : text;
  const { minimum = -Infinity, maximum = Infinity } = place.option;
  const isRight =
    typeof value === 'number' &&
    Number.isFinite(value) &&
    (!mustBeInteger || Number.isSafeInteger(value)) &&
    value >= minimum &&
    value <= maximum;
  if (!isRight) throw invalid(place, numberWords(place.option, mustBeInteger), raw);
  return value;
}

function numberWords(option: CommandOption, mustBeInteger: boolean): string {
  const noun = mustBeInteger ? 'a whole number' : 'a number';
  const { minimum, maximum } = option;
  if (minimum !== undefined && maximum !== undefined) {
    return `${noun} from ${minimum} to ${maximum}`;
  }
  return minimum === undefined ? noun : `${noun} of at least ${minimum}`;
}

function toChoice(raw: unknown, place: Place): string {
  const text = toText(raw, place);
  const choices = place.option.choices ?? [];
  const found = choices.find((choice) => choice.toLowerCase() === text.toLowerCase());
  if (found === undefined) {
    throw invalid(place, `one of ${choices.join(', ')}`, raw, didYouMean(text, choices));
  }
  return found;
}

function toNames(raw: unknown, place: Place): string[] {
  const parts: string[] = [];
  for (const item of Array.isArray(raw) ? (raw as unknown[]) : [raw]) {
    parts.push(...splitOutsideQuotes(toText(item, place)));
  }
  const names = parts.map((part) => part.trim()).filter((part) => part !== '');
  if (names.length === 0) throw invalid(place, 'at least one name', raw);
  return [...new Set(names)];
}

function toBatchSize(raw: unknown, place: Place): number | string {
  if (typeof raw === 'string' && /^auto(:\d+(\.\d+)?)?$/.test(raw.trim())) return 'auto';
  const bounded = { ...place, option: { ...place.option, minimum: 1, maximum: 65_536 } };
  try {
    return toNumber(raw, bounded, true);
  } catch {
    throw invalid(place, 'a whole number from 1 to 65536, or auto', raw);
  }
}

function invalid(place: Place, expected: string, raw: unknown, hint = ''): EvalError {
  const received = JSON.stringify(raw) ?? String(raw);
  const short = received.length > 80 ? `${received.slice(0, 77)}…` : received;
  return new EvalError(
    'spec-invalid',
    `${place.where} takes ${expected}, but got ${short}.${hint}`,
  );
}
