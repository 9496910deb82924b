import type { CommandOption } from '../../core/command-option.ts';

/** `--json`, the same in every command that has it. */
export const jsonOption: CommandOption = {
  key: 'json',
  flags: ['--json'],
  kind: 'boolean',
  default: false,
  help: 'Print JSON on standard output.',
  group: 'General',
};
