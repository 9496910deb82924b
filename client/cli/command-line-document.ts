import type { CommandOption, OptionGroup } from '../../core/command-option.ts';
import type { Command } from './command.ts';
import { COMMANDS } from './commands.ts';
import { EXIT } from './exit-code.ts';
import { defaultOf, flagText } from './help-text.ts';

/** docs/command-line.md, made from the same tables as the parser and the help; a test compares them. */
export async function commandLineDocument(): Promise<string> {
  const commands = await Promise.all(COMMANDS.map((entry) => entry.load()));
  return [HEAD, exitCodes(), CONFIGURATION, ...commands.map(commandSection), DIFFERENCES].join(
    '\n',
  );
}

const HEAD = `# Command line

This page is made from the tables of the program: \`npm run -s assay -- help --markdown > docs/command-line.md\`.

From a clone write \`npm run -s assay -- ARGUMENTS\`; installed, \`assay ARGUMENTS\`. Without a command, arguments that
begin with a dash are those of \`eval\`. Long flags may be written with \`_\` or \`-\`, as \`--flag value\` or \`--flag=value\`; the
last of repeated flags wins. Results go to standard output, everything else to standard error. \`NO_COLOR\` switches
colours off; \`ASSAY_DEBUG=1\` adds stack traces to errors.
`;

const CONFIGURATION = `## Configuration files

\`--config FILE\` reads a mapping of the flags of \`eval\` by their keys, or a list of such mappings: several evaluations, one
after another. Values pass through the same conversion as flags. What is typed on the command line wins over the file,
also where it equals the default; the file wins over defaults.

\`\`\`yaml
env:
  OPENAI_API_KEY: \${TEAM_KEY}
model: openai
model_args:
  model: \${MODEL:-Qwen2.5-VL-7B}
  base_url: http://localhost:8000/v1
  api_key: \${OPENAI_API_KEY}
tasks: [shapes]
limit: 100
seed: "42,42,42,42"
\`\`\`

- \`\${NAME}\` and \`\${NAME:-default}\` are replaced in every text; an unset variable without a default is an error; \`$\${\`
  stands for a literal \`\${\`.
- \`env\` holds for its own entry only and reaches workers that are started for it. Values whose name contains KEY, TOKEN,
  SECRET or PASSWORD are shown as asterisks.
- Secrets are recorded by name only: \`api_key: \${NAME}\` means \`api_key_env: NAME\`; a literal key is refused.
- With the embedded stack, \`eval\` and \`runs resume\` hand the variables that the model names, and HF_TOKEN, from their own
  environment to its workers, in \`secrets.json\` of the data folder (mode 0600), where they stay until you remove that file. Workers of
  another server read their own environment.
- \`model_args\` and \`gen_kwargs\` are \`k=v,k=v\` (commas inside quotes, brackets and braces do not split) or a mapping.
- Unknown keys are refused with the list of valid ones, with file and line.
`;

const DIFFERENCES = `## Differences from lmms-eval

| What | There | Here |
|---|---|---|
| Exit code of a failed evaluation | 0 | 1, 2, 3 or 4, see above |
| No \`--tasks\` | exit 0 | exit 2 |
| \`--timezone\` | Asia/Singapore | UTC, so that names sort by time wherever they were written |
| \`--log_samples\` | writes samples | samples are always written |
| \`--output_path\` | required for samples | optional: results are in the store in any case |
| Samples of a repeated run | appended to | a file per run |
| \`--limit F\` below 1 | the count of the first task for all | the share of each task |
| \`--limit 0\` | nothing is evaluated | refused |
| \`--use_cache\` | a folder is needed | without a value, the store of the run |
| \`env\` in a list | that of the last entry for all | that of each entry |
| A typed flag that equals its default | the file wins | the command line wins |
| \`seed: "42,42,42,42"\` in a file | read character by character | four seeds |
| \`\${NAME:-default}\` | stays as it is | replaced |
| Keys in \`model_args\` | recorded with the results | by the name of their variable |
`;

function exitCodes(): string {
  const rows: [number, string][] = [
    [EXIT.ok, 'Done.'],
    [EXIT.evaluationFailed, 'The evaluation failed, or more documents failed than allowed.'],
    [EXIT.usage, 'A flag, key, task, model or dataset is wrong; nothing was started.'],
    [
      EXIT.environment,
      'The server, the store or the endpoint cannot be reached, or a program or secret is missing.',
    ],
    [EXIT.cancelled, 'The run was cancelled.'],
    [EXIT.detached, 'Ctrl-C: the run goes on by itself.'],
  ];
  const lines = rows.map(([code, meaning]) => `| ${code} | ${meaning} |`);
  return ['## Exit codes', '', '| Code | Meaning |', '|---|---|', ...lines, ''].join('\n');
}

function commandSection(command: Command): string {
  const lines = [`## assay ${command.name}`, '', `${command.summary}.`, '', '```'];
  lines.push(...command.usage, '```', '');
  if (command.details !== undefined) lines.push(command.details, '');
  const groups = [...new Set(command.options.map((option) => option.group))];
  const works = command.options.filter((option) => option.standing === undefined);
  for (const group of groups) lines.push(...optionTable(group, groups.length, works));
  lines.push(...standingTable(command.options), '```sh');
  for (const example of command.examples) lines.push(`# ${example.meaning}`, example.command);
  lines.push('```', '');
  return lines.join('\n');
}

function optionTable(
  group: OptionGroup,
  groupCount: number,
  options: readonly CommandOption[],
): string[] {
  const rows = options.filter((option) => option.group === group);
  if (rows.length === 0) return [];
  const title = groupCount > 1 ? [`### ${group}`, ''] : [];
  const body = rows.map((option) => {
    const variable =
      option.environment === undefined ? '' : ` Variable: \`${option.environment}\`.`;
    return `| ${code(flagText(option))} | ${cell(defaultOf(option))} | ${cell(option.help)}${variable} |`;
  });
  return [...title, '| Flag | Default | Meaning |', '|---|---|---|', ...body, ''];
}

function standingTable(options: readonly CommandOption[]): string[] {
  const rows = options.filter((option) => option.standing !== undefined);
  if (rows.length === 0) return [];
  const body = rows.map((option) => {
    const standing = option.standing?.kind === 'refused' ? 'not available' : 'no effect';
    return `| ${code(flagText(option))} | ${standing} | ${cell(option.standing?.reason ?? '')} |`;
  });
  return [
    '### Known flags that do nothing here',
    '',
    '| Flag | Standing | Reason |',
    '|---|---|---|',
    ...body,
    '',
  ];
}

function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}
