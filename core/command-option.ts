import type { JsonValue } from './json.ts';

/** How the text of a flag or the value of a configuration key becomes a value. */
export type OptionKind =
  | 'text'
  | 'optional-text'
  | 'boolean'
  | 'integer'
  | 'number'
  | 'choice'
  | 'names'
  | 'assignments'
  | 'batch-size'
  | 'seeds'
  | 'reasoning-tags';

export type OptionGroup = 'What to evaluate' | 'Generation' | 'Output' | 'Running' | 'General';

/** One flag of a command: parser, configuration validator, help and reference page are derived from it. */
export interface CommandOption {
  /** Key of the configuration file and of `resolved_cli_args`. */
  readonly key: string;
  /** Every spelling, the one to show first; `_` and `-` inside a long one are interchangeable. */
  readonly flags: readonly string[];
  /** Spellings that switch a boolean off. */
  readonly offFlags?: readonly string[];
  readonly kind: OptionKind;
  readonly choices?: readonly string[];
  /** Bounds of a number, inclusive. */
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: JsonValue;
  /** The default in words, where it is computed. */
  readonly defaultText?: string;
  /** Environment variable that supplies the default or belongs to the meaning. */
  readonly environment?: string;
  /** What stands for the value in help. */
  readonly placeholder?: string;
  readonly help: string;
  readonly group: OptionGroup;
  /** Absent: the flag works. */
  readonly standing?:
    | { readonly kind: 'no-effect'; readonly reason: string }
    | { readonly kind: 'refused'; readonly reason: string };
  /** Makes no sense inside a configuration file. */
  readonly isCommandLineOnly?: boolean;
}
