import type { CommandOption, OptionGroup } from '../../core/command-option.ts';
import type { Command } from './command.ts';
import { COMMANDS } from './commands.ts';
import { EXIT } from './exit-code.ts';

const WIDTH = 96;
const GROUPS: readonly OptionGroup[] = [
  'What to evaluate',
  'Generation',
  'Output',
  'Running',
  'General',
];

export const BANNER = 'Assay: durable evaluation of multimodal models.';

export function programHelp(): string {
  const width = Math.max(...COMMANDS.map((command) => command.name.length));
  return [
    'Usage: assay COMMAND [ARGUMENTS]     (assay --model … means assay eval --model …)',
    '',
    'Commands',
    ...COMMANDS.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`),
    `  ${'help'.padEnd(width)}  Explain a command: assay help eval`,
    '',
    'First steps',
    '  assay eval --model mock --tasks shapes --limit 8',
    '  assay runs list',
    '',
    exitCodeHelp(),
  ].join('\n');
}

export function commandHelp(command: Command): string {
  const lines = [
    ...command.usage.map((line, index) => `${index === 0 ? 'Usage: ' : '       '}${line}`),
    '',
    `${command.summary}.`,
  ];
  if (command.details !== undefined) lines.push('', ...wrap(command.details, WIDTH));
  for (const group of GROUPS) {
    const options = command.options.filter(
      (option) => option.group === group && option.standing === undefined,
    );
    if (options.length > 0) lines.push('', group, ...options.flatMap(optionLines));
  }
  lines.push(...standingLines(command.options));
  lines.push('', 'Examples');
  for (const example of command.examples) {
    lines.push(`  ${example.command}`, `      ${example.meaning}`);
  }
  return lines.join('\n');
}

function exitCodeHelp(): string {
  return `Exit codes: ${EXIT.ok} ok, ${EXIT.evaluationFailed} evaluation failed, ${EXIT.usage} bad input, ${EXIT.environment} server, store or endpoint not reachable, ${EXIT.cancelled} cancelled, ${EXIT.detached} detached by Ctrl-C.`;
}

/** `--limit N|F, -L`. */
export function flagText(option: CommandOption): string {
  const value = option.kind === 'boolean' ? '' : ` ${placeholderOf(option)}`;
  const [first = '', ...others] = option.flags;
  return [`${first}${value}`, ...others, ...(option.offFlags ?? [])].join(', ');
}

/** The default in words, or an empty text when there is none to speak of. */
export function defaultOf(option: CommandOption): string {
  if (option.defaultText !== undefined) return option.defaultText;
  const value = option.default;
  if (value === undefined || value === false || value === null) return '';
  if (typeof value !== 'object') return String(value);
  const isEmpty = Array.isArray(value) ? value.length === 0 : Object.keys(value).length === 0;
  if (isEmpty) return '';
  return option.kind === 'seeds' ? (value as readonly unknown[]).join(',') : JSON.stringify(value);
}

function placeholderOf(option: CommandOption): string {
  if (option.choices !== undefined) return option.choices.join('|');
  return option.placeholder ?? 'TEXT';
}

function optionLines(option: CommandOption): string[] {
  const extras = [defaultOf(option) === '' ? '' : `default: ${defaultOf(option)}`];
  if (option.environment !== undefined) extras.push(`variable: ${option.environment}`);
  const extra = extras.filter((text) => text !== '').join('; ');
  const text = extra === '' ? option.help : `${option.help} [${extra}]`;
  return [`  ${flagText(option)}`, ...wrap(text, WIDTH - 6).map((line) => `      ${line}`)];
}

function standingLines(options: readonly CommandOption[]): string[] {
  const named = (kind: 'no-effect' | 'refused') =>
    options.filter((option) => option.standing?.kind === kind);
  const section = (title: string, found: readonly CommandOption[]) =>
    found.length === 0
      ? []
      : [
          '',
          title,
          ...found.flatMap((option) => [
            `  ${option.flags[0] ?? ''}: ${option.standing?.reason ?? ''}`,
          ]),
        ];
  return [
    ...section('Accepted without effect', named('no-effect')),
    ...section('Not available', named('refused')),
  ];
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const word of paragraph.split(' ')) {
      if (line !== '' && line.length + 1 + word.length > width) {
        lines.push(line);
        line = word;
      } else line = line === '' ? word : `${line} ${word}`;
    }
    lines.push(line);
  }
  return lines;
}
