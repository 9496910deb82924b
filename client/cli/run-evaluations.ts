import { secretVariables } from '../../core/secret-variables.ts';
import type { EvaluationSpec } from '../../core/spec.ts';
import { PLUGINS_VARIABLE } from '../../tasks/plugin-packages.ts';
import type { RunResult } from '../evaluation-client.ts';
import type { CommandContext } from './command.ts';
import { openSession } from './evaluation-session.ts';
import type { EvaluationSession } from './evaluation-session.ts';
import { EXIT } from './exit-code.ts';
import { exportResults, modelFolderOf } from './export-results.ts';
import { detachedText, followRun } from './follow-run.ts';
import { isOn, textValue } from './option-values.ts';
import type { PreparedEvaluation } from './prepare-evaluation.ts';
import { printResult } from './print-result.ts';
import type { DisplayMode } from './progress-display.ts';
import { paint } from './terminal.ts';
import type { Terminal } from './terminal.ts';

/** One after another, as a list in a configuration file reads; the first failure decides the exit code. */
export async function runEvaluations(
  prepared: readonly PreparedEvaluation[],
  context: CommandContext,
): Promise<number> {
  let exitCode: number = EXIT.ok;
  for (const evaluation of prepared) {
    const code = await runOne(evaluation, context);
    if (exitCode === EXIT.ok) exitCode = code;
    // The person left: what follows in the list was not started.
    if (code === EXIT.detached) break;
  }
  return exitCode;
}

async function runOne(evaluation: PreparedEvaluation, context: CommandContext): Promise<number> {
  const { spec, resolved, notes, pluginFolders } = evaluation;
  const { terminal } = context;
  const mode = displayMode(evaluation, terminal);
  const note = mode === 'silent' ? () => undefined : terminal.note;
  for (const line of notes) note(line);
  const session = await openSession({
    environment: { ...context.environment, ...resolved.variables },
    log: note,
    mayStart: true,
    variables: {
      ...resolved.variables,
      ...(pluginFolders.length === 0 ? {} : { [PLUGINS_VARIABLE]: pluginFolders.join(',') }),
    },
  });
  try {
    const shared = await session.shareSecrets(secretVariables(spec.model));
    const keptBack = Object.keys(resolved.variables).filter((name) => !shared.includes(name));
    if (session.wasRunning && keptBack.length > 0) {
      note(
        `Workers that already run keep their own environment; ${keptBack.join(', ')} of the configuration file's env reaches those started from now on.`,
      );
    }
    const { runId, workflowId } = await session.client.start(spec);
    if (mode === 'json') {
      terminal.print(JSON.stringify({ event: 'started', runId, workflowId }));
    } else note(headerLine(spec, terminal));
    if (isOn(resolved.values, 'detach')) {
      if (mode !== 'json') terminal.print(runId);
      note(detachedText(runId));
      return EXIT.ok;
    }
    return await follow(evaluation, { context, session, mode, runId });
  } finally {
    await session.close();
  }
}

interface Following {
  readonly context: CommandContext;
  readonly session: EvaluationSession;
  readonly mode: DisplayMode;
  readonly runId: string;
}

function follow(evaluation: PreparedEvaluation, following: Following): Promise<number> {
  const { session, mode, runId } = following;
  const { terminal } = following.context;
  const { values } = evaluation.resolved;
  return followRun({
    session,
    runId,
    terminal,
    mode,
    failOn: textValue(values, 'fail_on') === 'any' ? 'any' : 'budget',
    onResult: async (result) => {
      const exported = await exportTo(evaluation, following, result);
      if (mode === 'json') {
        terminal.print(JSON.stringify({ event: 'result', runId, ...result, exported }));
      } else {
        printResult(terminal, { runId, result, exported, showConfig: isOn(values, 'show_config') });
      }
    },
  });
}

async function exportTo(
  { spec, resolved }: PreparedEvaluation,
  { session, runId }: Following,
  result: RunResult,
): Promise<string[]> {
  const outputPath = textValue(resolved.values, 'output_path');
  const hasResults = Object.keys(result.results).length > 0;
  if (outputPath === undefined || outputPath === '' || !hasResults) return [];
  return exportResults({
    client: session.client,
    runId,
    outputPath,
    modelFolder: modelFolderOf(spec.model.id, spec.model.args),
    timezone: textValue(resolved.values, 'timezone') ?? 'UTC',
    now: new Date(spec.submittedAt),
  });
}

function displayMode({ resolved }: PreparedEvaluation, terminal: Terminal): DisplayMode {
  if (isOn(resolved.values, 'json')) return 'json';
  const verbosity = textValue(resolved.values, 'verbosity');
  if (verbosity === 'ERROR' || verbosity === 'CRITICAL') return 'silent';
  return terminal.canRedraw ? 'screen' : 'log';
}

function headerLine(spec: EvaluationSpec, terminal: Terminal): string {
  const args = Object.entries(spec.model.args).map(([name, value]) => `${name}=${String(value)}`);
  const facts = [
    `${spec.model.id} (${args.join(',')})`,
    `gen_kwargs: (${JSON.stringify(spec.generation)})`,
    `limit: ${spec.limit ?? 'all'}`,
    `offset: ${spec.offset}`,
    `num_fewshot: ${spec.numFewshot ?? "the task's"}`,
    `batch_size: ${spec.batchSize}`,
  ];
  return `${paint(terminal, 'bold', `Run ${spec.runId}`)}: ${facts.join(', ')}`;
}
