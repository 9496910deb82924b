import { EvalError } from '../../core/errors.ts';
import type { Command } from './command.ts';
import { COMMANDS } from './commands.ts';
import { EXIT } from './exit-code.ts';
import type { Environment } from './resolve-evaluations.ts';
import { openTerminal } from './terminal.ts';
import type { Terminal } from './terminal.ts';

export interface ProgramOptions {
  readonly environment?: Environment;
  readonly terminal?: Terminal;
}

/** The program: arguments after `assay`, resolved to an exit code. Never throws. */
export async function runProgram(
  argv: readonly string[],
  options: ProgramOptions = {},
): Promise<number> {
  const environment = options.environment ?? process.env;
  const terminal = options.terminal ?? openTerminal(environment);
  try {
    return await dispatch(argv, { environment, terminal });
  } catch (error) {
    const { reportError } = await import('./report-error.ts');
    return reportError(error, terminal, environment);
  }
}

type Surroundings = Required<ProgramOptions>;

const HELP_FLAGS = new Set(['--help', '-h']);

async function dispatch(argv: readonly string[], around: Surroundings): Promise<number> {
  const [first, ...rest] = argv;
  if (first === undefined || HELP_FLAGS.has(first)) return printHelp(around, first === undefined);
  if (first === 'help') return helpOn(rest, around);
  if (first === '--version') return runCommand('version', rest, around);
  // The flat form of earlier harnesses: flags without a command evaluate.
  if (first.startsWith('-')) return runCommand('eval', argv, around);
  return runCommand(first, rest, around);
}

async function printHelp(around: Surroundings, withBanner: boolean): Promise<number> {
  const { BANNER, programHelp } = await import('./help-text.ts');
  around.terminal.print(withBanner ? `${BANNER}\n\n${programHelp()}` : programHelp());
  return EXIT.ok;
}

async function helpOn(names: readonly string[], around: Surroundings): Promise<number> {
  const name = names[0];
  if (name === undefined) return printHelp(around, false);
  if (name === '--markdown') {
    const { commandLineDocument } = await import('./command-line-document.ts');
    around.terminal.print((await commandLineDocument()).trimEnd());
    return EXIT.ok;
  }
  const { commandHelp } = await import('./help-text.ts');
  around.terminal.print(commandHelp(await loadCommand(name)));
  return EXIT.ok;
}

async function runCommand(
  name: string,
  argv: readonly string[],
  around: Surroundings,
): Promise<number> {
  const command = await loadCommand(name);
  const beforeEnd = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
  if (beforeEnd.some((argument) => HELP_FLAGS.has(argument))) return helpOn([name], around);
  const { parseArguments } = await import('./parse-arguments.ts');
  const { defaultValues, typedValues } = await import('./option-values.ts');
  const parsed =
    command.passesArguments === true
      ? { flags: new Map(), positionals: argv }
      : parseArguments(argv, command.options);
  const values = { ...defaultValues(command.options), ...typedValues(command.options, parsed) };
  return command.run({ parsed, values, positionals: parsed.positionals, ...around });
}

async function loadCommand(name: string): Promise<Command> {
  const entry = COMMANDS.find((candidate) => candidate.name === name);
  if (entry !== undefined) return entry.load();
  const { didYouMean } = await import('../../core/nearest-name.ts');
  const names = [...COMMANDS.map((command) => command.name), 'help'];
  throw new EvalError(
    'spec-invalid',
    `No command is named "${name.slice(0, 60)}".${didYouMean(name, names)} \`assay help\` lists the commands.`,
  );
}
