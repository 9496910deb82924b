import type { CommandOption } from '../../core/command-option.ts';
import type { OptionValues } from './option-values.ts';
import type { ParsedArguments } from './parse-arguments.ts';
import type { Environment } from './resolve-evaluations.ts';
import type { Terminal } from './terminal.ts';

export interface CommandContext {
  readonly parsed: ParsedArguments;
  /** Defaults and typed flags, converted. */
  readonly values: OptionValues;
  readonly positionals: readonly string[];
  readonly terminal: Terminal;
  readonly environment: Environment;
}

export interface CommandExample {
  readonly command: string;
  readonly meaning: string;
}

/** One command of the program: what its help shows and what it does. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  /** Lines such as `assay runs show ID`. */
  readonly usage: readonly string[];
  readonly details?: string;
  readonly options: readonly CommandOption[];
  readonly examples: readonly CommandExample[];
  /** Flags belong to another program and are handed on unread. */
  readonly passesArguments?: boolean;
  /** Resolves to the exit code. */
  run(context: CommandContext): Promise<number>;
}
