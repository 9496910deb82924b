import { EvalError } from '../../core/errors.ts';
import type { CommandOption } from '../../core/command-option.ts';
import type { JsonValue } from '../../core/json.ts';
import { convertOption } from './convert-option.ts';
import type { ParsedArguments } from './parse-arguments.ts';

/** Values by option key, typed according to the option table. */
export type OptionValues = Readonly<Record<string, JsonValue>>;

/** Defaults, then what was typed; refused flags throw their reason. */
export function typedValues(
  options: readonly CommandOption[],
  parsed: ParsedArguments,
): Record<string, JsonValue> {
  const values: Record<string, JsonValue> = {};
  for (const option of options) {
    const typed = parsed.flags.get(option.key);
    if (typed === undefined) continue;
    refuseIfUnavailable(option, typed.flag);
    values[option.key] = convertOption(option, typed.raw, typed.flag);
  }
  return values;
}

export function defaultValues(options: readonly CommandOption[]): Record<string, JsonValue> {
  const values: Record<string, JsonValue> = {};
  for (const option of options) {
    if (option.default !== undefined && option.standing?.kind !== 'refused') {
      values[option.key] = option.default;
    }
  }
  return values;
}

export function refuseIfUnavailable(option: CommandOption, named: string): void {
  if (option.standing?.kind !== 'refused') return;
  throw new EvalError('spec-invalid', `${named} is not available: ${option.standing.reason}.`);
}

/** One sentence per given option that changes nothing. */
export function notesOnIneffective(
  options: readonly CommandOption[],
  givenKeys: ReadonlySet<string>,
): string[] {
  const notes: string[] = [];
  for (const option of options) {
    if (option.standing?.kind !== 'no-effect' || !givenKeys.has(option.key)) continue;
    notes.push(`${option.flags[0] ?? option.key} has no effect: ${option.standing.reason}.`);
  }
  return notes;
}

export function textValue(values: OptionValues, key: string): string | undefined {
  const value = values[key];
  return typeof value === 'string' ? value : undefined;
}

export function numberValue(values: OptionValues, key: string): number | undefined {
  const value = values[key];
  return typeof value === 'number' ? value : undefined;
}

export function namesValue(values: OptionValues, key: string): string[] {
  const value = values[key];
  return Array.isArray(value) ? value.map(String) : [];
}

export function isOn(values: OptionValues, key: string): boolean {
  return values[key] === true;
}
