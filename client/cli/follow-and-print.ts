import type { CommandContext } from './command.ts';
import type { EvaluationSession } from './evaluation-session.ts';
import { followRun } from './follow-run.ts';
import { isOn } from './option-values.ts';
import { printResult } from './print-result.ts';

/** Watches a run to its end and prints its result as the command's output; returns the exit code. */
export function followAndPrint(
  { values, terminal }: Pick<CommandContext, 'values' | 'terminal'>,
  session: EvaluationSession,
  runId: string,
): Promise<number> {
  const asJson = isOn(values, 'json');
  return followRun({
    session,
    runId,
    terminal,
    mode: asJson ? 'json' : terminal.canRedraw ? 'screen' : 'log',
    onResult: async (result) => {
      if (asJson) terminal.print(JSON.stringify({ event: 'result', runId, ...result }));
      else printResult(terminal, { runId, result, exported: [], showConfig: false });
      await Promise.resolve();
    },
  });
}
