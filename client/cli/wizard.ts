import { createInterface } from 'node:readline';
import { catalogueEntry, MODEL_CATALOGUE } from '../../core/model-catalogue.ts';
import type { Terminal } from './terminal.ts';

/** Asks one question; an empty answer takes the fallback. */
export type Ask = (question: string, fallback: string) => Promise<string>;

/** Four questions on a terminal; undefined when the person decides against it, also by Ctrl-C or Ctrl-D. */
export async function runWizard(terminal: Terminal): Promise<string[] | undefined> {
  const input = createInterface({ input: process.stdin, output: process.stderr });
  // The iterator keeps lines that were pasted ahead of their question.
  const lines = input[Symbol.asyncIterator]();
  const ask: Ask = async (question, fallback) => {
    input.setPrompt(`${question}${fallback === '' ? '' : ` [${fallback}]`}: `);
    input.prompt();
    const line = await lines.next();
    if (line.done === true) throw new ClosedInput();
    return line.value.trim() || fallback;
  };
  try {
    return await askEvaluation(ask, terminal);
  } catch (error) {
    if (!(error instanceof ClosedInput)) throw error;
    terminal.note('\nNothing was started.');
    return undefined;
  } finally {
    input.close();
  }
}

class ClosedInput extends Error {}

/** The conversation itself, resolved to the arguments of `assay eval`. */
export async function askEvaluation(
  ask: Ask,
  terminal: Pick<Terminal, 'note'>,
): Promise<string[] | undefined> {
  terminal.note('1/4 Model');
  const adapters = MODEL_CATALOGUE.filter((entry) => !entry.family && !entry.unavailable);
  for (const entry of adapters) terminal.note(`  ${entry.id}: ${entry.summary}`);
  terminal.note('  Families such as qwen2_5_vl: `assay models` lists them.');
  const model = await askModel(ask, terminal);
  const modelArgs = await ask('  Arguments (k=v,k=v; `assay models ID` lists them)', '');
  terminal.note('2/4 Tasks (`assay tasks` lists them)');
  const tasks = await ask('  Tasks, separated by commas', 'shapes');
  terminal.note('3/4 Options');
  const limit = await ask('  Documents per task, -1 for all', '8');
  const batchSize = await ask('  Batch size of a local model', '1');
  const outputPath = await ask('  Folder for results and samples', './logs');
  const argv = ['--model', model];
  if (modelArgs !== '') argv.push('--model_args', modelArgs);
  argv.push('--tasks', tasks, `--limit=${limit}`, '--batch_size', batchSize);
  argv.push('--output_path', outputPath, '--log_samples');
  terminal.note(`4/4 assay eval ${argv.map(quoteForShell).join(' ')}`);
  const answer = await ask('  Start it? (yes/no)', 'yes');
  return /^y(es)?$/i.test(answer) ? argv : undefined;
}

async function askModel(ask: Ask, terminal: Pick<Terminal, 'note'>): Promise<string> {
  for (;;) {
    const model = await ask('  Model', 'mock');
    if (catalogueEntry(model) !== undefined) return model;
    terminal.note(`  No model is named "${model}".`);
  }
}

function quoteForShell(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
