import { EvalError } from '../../core/errors.ts';
import { didYouMean } from '../../core/nearest-name.ts';
import type { CommandOption } from '../../core/command-option.ts';

/** A flag as it was typed; `true` and `false` stand for a flag without a value. */
export interface TypedFlag {
  readonly raw: string | boolean;
  readonly flag: string;
}

export interface ParsedArguments {
  readonly flags: ReadonlyMap<string, TypedFlag>;
  readonly positionals: readonly string[];
}

/** Reads an argument vector by an option table. The last of repeated flags wins; `--` ends the flags. */
export function parseArguments(
  argv: readonly string[],
  options: readonly CommandOption[],
): ParsedArguments {
  const byFlag = indexFlags(options);
  const flags = new Map<string, TypedFlag>();
  const positionals: string[] = [];
  let index = 0;
  while (index < argv.length) {
    const argument = argv[index] ?? '';
    index += 1;
    if (argument === '--') {
      positionals.push(...argv.slice(index));
      break;
    }
    if (!looksLikeFlag(argument)) {
      positionals.push(argument);
      continue;
    }
    const { name, inline } = splitFlag(argument, byFlag);
    const found = byFlag.get(normalizeFlag(name));
    if (found === undefined) throw unknownFlag(name, options);
    const { raw, consumed } = takeValue({ ...found, name, inline, next: argv[index] });
    index += consumed;
    flags.set(found.option.key, { raw, flag: name });
  }
  return { flags, positionals };
}

interface KnownFlag {
  readonly option: CommandOption;
  readonly isOff: boolean;
}

function indexFlags(options: readonly CommandOption[]): Map<string, KnownFlag> {
  const byFlag = new Map<string, KnownFlag>();
  for (const option of options) {
    for (const flag of option.flags) byFlag.set(normalizeFlag(flag), { option, isOff: false });
    for (const flag of option.offFlags ?? [])
      byFlag.set(normalizeFlag(flag), { option, isOff: true });
  }
  return byFlag;
}

/** `--model-args` and `--model_args` are one flag. */
function normalizeFlag(flag: string): string {
  return flag.startsWith('--') ? `--${flag.slice(2).replaceAll('-', '_')}` : flag;
}

/** A lone dash and negative numbers are values. */
function looksLikeFlag(argument: string): boolean {
  return argument.startsWith('-') && argument !== '-' && !/^-\.?\d/.test(argument);
}

/** `--flag=value`, `-b4` and `-b=4`. */
function splitFlag(argument: string, byFlag: ReadonlyMap<string, KnownFlag>) {
  const equals = argument.indexOf('=');
  if (equals > 0) return { name: argument.slice(0, equals), inline: argument.slice(equals + 1) };
  const isGlued =
    !argument.startsWith('--') && argument.length > 2 && byFlag.has(argument.slice(0, 2));
  if (isGlued) return { name: argument.slice(0, 2), inline: argument.slice(2) };
  return { name: argument, inline: undefined };
}

interface FlagWithText extends KnownFlag {
  readonly name: string;
  readonly inline: string | undefined;
  readonly next: string | undefined;
}

function takeValue(flag: FlagWithText): { raw: string | boolean; consumed: number } {
  const { option, isOff, name, inline, next } = flag;
  if (option.kind === 'boolean') {
    if (inline === undefined) return { raw: !isOff, consumed: 0 };
    if (isOff) throw new EvalError('spec-invalid', `${name} takes no value, but got "${inline}".`);
    return { raw: inline, consumed: 0 };
  }
  if (inline !== undefined) return { raw: inline, consumed: 0 };
  if (next !== undefined && !looksLikeFlag(next)) return { raw: next, consumed: 1 };
  if (option.kind === 'optional-text') return { raw: true, consumed: 0 };
  throw new EvalError(
    'spec-invalid',
    `${name} needs a value (${option.placeholder ?? option.choices?.join('|') ?? 'VALUE'}): ${option.help}`,
  );
}

function unknownFlag(name: string, options: readonly CommandOption[]): EvalError {
  const known = options
    .filter((option) => option.standing?.kind !== 'refused')
    .flatMap((option) => [...option.flags, ...(option.offFlags ?? [])])
    .filter((flag) => flag.startsWith('--'));
  return new EvalError(
    'spec-invalid',
    `Unknown flag ${name}.${didYouMean(name, known)} --help lists all flags.`,
  );
}
