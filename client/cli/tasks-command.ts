import type { CommandOption } from '../../core/command-option.ts';
import { EvalError } from '../../core/errors.ts';
import { didYouMean } from '../../core/nearest-name.ts';
import type { Command } from './command.ts';
import { jsonOption } from './json-option.ts';
import { isOn, namesValue, numberValue, textValue } from './option-values.ts';
import { printTaskList, TASK_LISTS, type TaskList } from './print-task-list.ts';

const includePathOption: CommandOption = {
  key: 'include_path',
  flags: ['--include_path'],
  kind: 'names',
  default: [],
  placeholder: 'DIR',
  help: 'Further folders of task YAML.',
  group: 'General',
};

const verbosityOption: CommandOption = {
  key: 'verbosity',
  flags: ['--verbosity', '-v'],
  kind: 'choice',
  choices: ['CRITICAL', 'ERROR', 'WARNING', 'INFO', 'DEBUG'],
  default: 'WARNING',
  help: 'Detail of messages.',
  group: 'General',
  standing: { kind: 'no-effect', reason: 'unreadable tasks are always shown with their reason' },
};

const checkOptions: readonly CommandOption[] = [
  {
    key: 'documents',
    flags: ['--documents'],
    kind: 'integer',
    minimum: 0,
    maximum: 1000,
    default: 1,
    placeholder: 'N',
    help: 'check: prompts to show of each task.',
    group: 'General',
  },
  {
    key: 'model',
    flags: ['--model'],
    kind: 'text',
    placeholder: 'ID',
    help: 'check: the model whose prompt settings apply; default those for any model.',
    group: 'General',
  },
  {
    key: 'against',
    flags: ['--against'],
    kind: 'text',
    placeholder: 'GITREF|DIR',
    help: 'check: show how prompts differ from those of a commit, branch, tag or other folder.',
    group: 'General',
  },
  {
    key: 'fail_on_change',
    flags: ['--fail_on_change'],
    kind: 'boolean',
    default: false,
    help: 'check: exit with 1 when a prompt differs.',
    group: 'General',
  },
];

export const tasksCommand: Command = {
  name: 'tasks',
  summary: 'List, show and check tasks',
  usage: [
    'assay tasks [list|groups|subtasks|tags] [PATTERN ...] [--include_path DIR]',
    'assay tasks show NAME [--include_path DIR]',
    'assay tasks check DIR [--documents N] [--model ID] [--against GITREF|DIR] [--fail_on_change]',
  ],
  details:
    'PATTERN is a name, a wildcard or a tag. `check` loads every task file of a folder, imports its functions, and makes prompts of fixture.jsonl beside it, else of its dataset. Task functions are code: check only folders you trust.',
  options: [includePathOption, verbosityOption, ...checkOptions, jsonOption],
  examples: [
    { command: 'assay tasks', meaning: 'Every task with its output type and dataset.' },
    { command: "assay tasks list 'shapes*'", meaning: 'Those whose name or tag fits.' },
    { command: 'assay tasks groups', meaning: 'Groups with their members.' },
    { command: 'assay tasks show shapes_mc', meaning: 'What one task asks, needs and measures.' },
    { command: 'assay tasks list --include_path ./my-tasks', meaning: 'Your own tasks as well.' },
    {
      command: 'assay tasks check ./my-tasks --documents 3 --against main',
      meaning: 'Faults of task files, three prompts of each, and what changed since main.',
    },
  ],
  run: async ({ positionals, values, terminal }) => {
    const [word = 'list', ...rest] = positionals;
    const includePaths = namesValue(values, 'include_path');
    const asJson = isOn(values, 'json');
    if (word === 'show') {
      const { showTask } = await import('./show-task.ts');
      return showTask({ name: onlyOne(rest, 'show NAME'), includePaths, asJson, terminal });
    }
    if (word === 'check') {
      const { printTaskCheck } = await import('./print-task-check.ts');
      return printTaskCheck({
        folder: onlyOne(rest, 'check DIR'),
        includePaths,
        documents: numberValue(values, 'documents') ?? 1,
        model: textValue(values, 'model'),
        against: textValue(values, 'against'),
        failOnChange: isOn(values, 'fail_on_change'),
        asJson,
        terminal,
      });
    }
    return printTaskList({
      list: taskListOf(word),
      patterns: rest,
      includePaths,
      asJson,
      terminal,
    });
  },
};

function taskListOf(word: string): TaskList {
  const found = TASK_LISTS.find((list) => list === word);
  if (found !== undefined) return found;
  const words = [...TASK_LISTS, 'show', 'check'];
  throw new EvalError(
    'spec-invalid',
    `Cannot list "${word.slice(0, 60)}": expected ${words.join(', ')}.${didYouMean(word, words)}`,
  );
}

function onlyOne(rest: readonly string[], usage: string): string {
  const [only, ...more] = rest;
  if (only !== undefined && more.length === 0) return only;
  throw new EvalError(
    'spec-invalid',
    `assay tasks ${usage} takes one name, but got ${rest.length === 0 ? 'none' : rest.join(' ').slice(0, 80)}.`,
  );
}
