import type { CommandOption } from './command-option.ts';
import { generationOptions } from './evaluation-options-generation.ts';
import { outputOptions } from './evaluation-options-output.ts';
import { runningOptions } from './evaluation-options-running.ts';

const whatToEvaluate: readonly CommandOption[] = [
  {
    key: 'config',
    flags: ['--config'],
    kind: 'text',
    placeholder: 'FILE',
    help: 'YAML file whose keys are these flags; a list of mappings runs several evaluations.',
    group: 'What to evaluate',
    isCommandLineOnly: true,
  },
  {
    key: 'model',
    flags: ['--model', '-m'],
    kind: 'text',
    placeholder: 'ID',
    help: 'Model id or alias; `assay models` lists them. Required.',
    group: 'What to evaluate',
  },
  {
    key: 'model_args',
    flags: ['--model_args', '-a'],
    kind: 'assignments',
    default: {},
    placeholder: 'K=V,K=V',
    help: 'Arguments of the model. Secrets by the name of their variable: api_key_env=NAME.',
    group: 'What to evaluate',
  },
  {
    key: 'tasks',
    flags: ['--tasks', '-t'],
    kind: 'names',
    placeholder: 'A,B',
    help: 'Tasks, groups, tags, wildcards, YAML files or folders; or list, list_groups, list_tags, list_subtasks. Required.',
    group: 'What to evaluate',
  },
  {
    key: 'include_path',
    flags: ['--include_path'],
    kind: 'names',
    default: [],
    placeholder: 'DIR',
    help: 'Further folders of task YAML.',
    group: 'What to evaluate',
  },
  {
    key: 'plugin',
    flags: ['--plugin'],
    kind: 'names',
    placeholder: 'NAME',
    help: 'npm packages with models, or their folders; workers need them too.',
    environment: 'ASSAY_PLUGINS',
    group: 'What to evaluate',
  },
  {
    key: 'limit',
    flags: ['--limit', '-L'],
    kind: 'number',
    placeholder: 'N|F',
    help: 'Documents per task: -1 all, 0 < F < 1 a share of each task (rounded up), N >= 1 a count.',
    defaultText: 'all',
    group: 'What to evaluate',
  },
  {
    key: 'offset',
    flags: ['--offset'],
    kind: 'integer',
    minimum: 0,
    default: 0,
    placeholder: 'N',
    help: 'First document of each task.',
    group: 'What to evaluate',
  },
  {
    key: 'num_fewshot',
    flags: ['--num_fewshot', '-f'],
    kind: 'integer',
    minimum: 0,
    placeholder: 'N',
    help: 'Worked examples before each question.',
    defaultText: "the task's own",
    group: 'What to evaluate',
  },
  {
    key: 'repeats',
    flags: ['--repeats', '-n', '--num_samples'],
    kind: 'integer',
    minimum: 1,
    default: 1,
    placeholder: 'K',
    help: 'Samples per document.',
    group: 'What to evaluate',
  },
  {
    key: 'seed',
    flags: ['--seed'],
    kind: 'seeds',
    default: [0, 1234, 1234, 1234],
    placeholder: 'P[,N,T[,F]]',
    help: 'Seeds for python, numpy, torch, few-shot: one value for all, three or four; None leaves one unset.',
    group: 'What to evaluate',
  },
];

/** Every flag of `assay eval`, in the order of its help. */
export const evaluationOptions: readonly CommandOption[] = [
  ...whatToEvaluate,
  ...generationOptions,
  ...outputOptions,
  ...runningOptions,
];

/** Keys a configuration file may hold, sorted; `env` is handled apart from the flags. */
export function validConfigKeys(): string[] {
  const usable = evaluationOptions.filter(
    (option) => option.isCommandLineOnly !== true && option.standing?.kind !== 'refused',
  );
  return [...usable.map((option) => option.key), 'env'].sort();
}
