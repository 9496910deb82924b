import { EvalError } from '../../core/errors.ts';
import { evaluationOptions } from '../../core/evaluation-options.ts';
import type { Command, CommandContext } from './command.ts';
import { EXIT } from './exit-code.ts';
import { isOn, namesValue, textValue } from './option-values.ts';
import type { OptionValues } from './option-values.ts';
import { parseArguments } from './parse-arguments.ts';
import type { ParsedArguments } from './parse-arguments.ts';
import type { PreparedEvaluation } from './prepare-evaluation.ts';
import { resolveEvaluations } from './resolve-evaluations.ts';
import type { ResolvedEvaluation } from './resolve-evaluations.ts';
import type { TaskList } from './print-task-list.ts';

export const evalCommand: Command = {
  name: 'eval',
  summary: 'Evaluate a model on tasks; the run survives crashes and resumes by itself',
  usage: [
    'assay eval --model ID --tasks A,B [FLAGS]',
    'assay eval --config FILE [FLAGS]',
    'assay eval     (asks for everything)',
  ],
  details:
    'Starts the embedded server and a worker when TEMPORAL_ADDRESS names no other. Ctrl-C once leaves the run alone and goes. Flags win over the configuration file; spellings with - and _ mean the same.',
  options: evaluationOptions,
  examples: [
    {
      command: 'assay eval --model mock --tasks shapes --limit 8',
      meaning: 'A rehearsal without a model.',
    },
    {
      command:
        'assay eval --model openai --model_args model=Qwen2.5-VL-7B,base_url=http://localhost:8000/v1 --tasks shapes --output_path results',
      meaning: 'A model behind an endpoint; files go to results/.',
    },
    {
      command:
        'assay eval --model onnx --model_args pretrained=./checkpoint --tasks shapes --detach',
      meaning: 'A local model; prints the run id and leaves.',
    },
    {
      command: 'assay eval --config nightly.yaml --limit -1',
      meaning: 'Several evaluations from a file, all documents.',
    },
  ],
  run: evaluate,
};

async function evaluate(context: CommandContext): Promise<number> {
  const first = context.positionals[0];
  if (first !== undefined) {
    throw new EvalError(
      'spec-invalid',
      `Cannot understand the argument "${first.slice(0, 80)}": flags begin with --, as in --tasks ${first.slice(0, 80)}.`,
    );
  }
  const parsed = context.parsed.flags.size === 0 ? await askPerson(context) : context.parsed;
  if (parsed === undefined) return EXIT.ok;
  const evaluations = await readEvaluations(parsed, context);
  const instead = await runInstead(evaluations, context);
  if (instead !== undefined) return instead;
  const { prepareEvaluation } = await import('./prepare-evaluation.ts');
  const prepared: PreparedEvaluation[] = [];
  // All of them first: a mistake in the last entry must not surface after hours.
  for (const resolved of evaluations) {
    prepared.push(await prepareEvaluation(resolved, context.environment));
  }
  const { runEvaluations } = await import('./run-evaluations.ts');
  return runEvaluations(prepared, context);
}

async function askPerson(context: CommandContext): Promise<ParsedArguments | undefined> {
  if (!context.terminal.isInteractive) {
    throw new EvalError(
      'spec-invalid',
      'Nothing to evaluate: give --model ID and --tasks NAME, or --config FILE (questions are asked only on a terminal). `assay eval --help` shows examples.',
    );
  }
  const { runWizard } = await import('./wizard.ts');
  const argv = await runWizard(context.terminal);
  return argv === undefined ? undefined : parseArguments(argv, evaluationOptions);
}

async function readEvaluations(
  parsed: ParsedArguments,
  context: CommandContext,
): Promise<ResolvedEvaluation[]> {
  const file = textValue(context.values, 'config');
  const isNamed = file !== undefined && file !== '';
  const entries = isNamed ? (await import('./config-file.ts')).readConfigFile(file) : [];
  if (entries.length > 1 && parsed.flags.has('run_id')) {
    throw new EvalError(
      'spec-invalid',
      `--run_id names one run, but ${file ?? ''} holds ${entries.length}: write run_id into its entries.`,
    );
  }
  return resolveEvaluations(parsed, entries, context.environment);
}

const LISTS: Readonly<Record<string, TaskList>> = {
  list: 'list',
  list_groups: 'groups',
  list_subtasks: 'subtasks',
  list_tags: 'tags',
};

/** Flags that ask for something else than an evaluation. */
async function runInstead(
  evaluations: readonly ResolvedEvaluation[],
  context: CommandContext,
): Promise<number | undefined> {
  const values: OptionValues = evaluations[0]?.values ?? {};
  if (isOn(values, 'power_analysis')) {
    const { printPowerAnalysis } = await import('./power-command.ts');
    return printPowerAnalysis(values, context.terminal);
  }
  const tasks = namesValue(values, 'tasks');
  const list = tasks.length === 1 ? LISTS[tasks[0] ?? ''] : undefined;
  if (list === undefined) return undefined;
  const { printTaskList } = await import('./print-task-list.ts');
  return printTaskList({
    list,
    includePaths: namesValue(values, 'include_path'),
    asJson: isOn(values, 'json'),
    terminal: context.terminal,
  });
}
