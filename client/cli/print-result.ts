import { stringify } from 'yaml';
import type { RunResult } from '../evaluation-client.ts';
import { comparisonTable } from './comparison-table.ts';
import { failureLines, groupTable, resultTable, usageTable } from './results-tables.ts';
import { asObject } from './results-view.ts';
import { sanitizeLine } from './sanitize-text.ts';
import { paint } from './terminal.ts';
import type { Terminal } from './terminal.ts';

/** More causes than these are in the results file. */
const MAXIMUM_CAUSES = 12;

export interface PrintOptions {
  readonly runId: string;
  readonly result: RunResult;
  readonly exported: readonly string[];
  readonly showConfig: boolean;
}

/** Tables, causes of failures and the places of everything, for a person. */
export function printResult(terminal: Terminal, options: PrintOptions): void {
  const { result, runId } = options;
  if (Object.keys(result.results).length > 0) {
    terminal.print(resultTable(result.results));
    const extra = [
      groupTable(result.results),
      comparisonTable(result.results),
      usageTable(result.results),
    ];
    for (const table of extra) if (table !== undefined) terminal.print(`\n${table}`);
  }
  const causes = failureLines(result.results, result.failures);
  if (causes.length > 0) {
    terminal.print(`\n${paint(terminal, 'red', 'Failures')}`);
    for (const cause of causes.slice(0, MAXIMUM_CAUSES)) terminal.print(`  ${cause}`);
    const hidden = causes.length - MAXIMUM_CAUSES;
    if (hidden > 0) terminal.print(`  … and ${hidden} more in the results file`);
  }
  if (options.showConfig) {
    terminal.print(`\n${stringify({ configs: asObject(result.results['configs']) }).trimEnd()}`);
  }
  const { results, report, samples } = result.paths;
  const places: [string, string | undefined][] = [
    ['Results', results],
    ['Report', report],
    ['Samples', samples.length > 1 ? `${samples[0]} and ${samples.length - 1} more` : samples[0]],
  ];
  const lines = places.flatMap(([name, place]) =>
    place === undefined ? [] : [`${name.padEnd(8)} ${place}`],
  );
  lines.push(...options.exported.map((path) => `Exported ${path}`));
  if (lines.length > 0) terminal.print(`\n${lines.join('\n')}`);
  noteEnd(terminal, runId, result);
}

/** One sentence with the cause and the remedy where a run did not complete; for scripts as well. */
export function noteEnd(terminal: Terminal, runId: string, result: RunResult): void {
  if (result.status === 'failed') {
    const { code, message, count } = result.failures[0] ?? {
      code: '',
      message: 'see its results file.',
      count: 1,
    };
    const cause = `${count > 1 ? `${count} × ` : ''}${sanitizeLine(message)}`;
    terminal.note(
      `${paint(terminal, 'red', 'error')}: The run ${runId} failed: ${cause}${/[.!?]$/.test(cause) ? '' : '.'}${isOfTheCommand(code) ? '' : ` After mending that, \`assay runs resume ${runId} --retry_failed\` asks only for what is missing.`}`,
    );
  } else if (result.status === 'cancelled') {
    terminal.note(
      `The run ${runId} was cancelled; \`assay runs resume ${runId}\` goes on with it.`,
    );
  }
}

/** What was asked for is part of the run, so a mended command is another run. */
function isOfTheCommand(code: string): boolean {
  return /^(?:config|spec)-invalid$/.test(code);
}
