import { resolve } from 'node:path';
import type { ArtifactStore } from '../../activities/artifacts/artifact-store.ts';
import type { SampleFile, SampleFiles } from '../../activities/artifacts/sample-files.ts';
import { EvalError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import type { TaskComparison } from '../../core/results.ts';
import { DEFAULT_BOOTSTRAP_ITERATIONS } from '../../core/statistics/bootstrap-iterations.ts';
import type { Command, CommandContext } from './command.ts';
import { EXIT } from './exit-code.ts';
import { jsonOption } from './json-option.ts';
import { isOn, namesValue, numberValue, textValue } from './option-values.ts';

/** Seed of the resamples, as that of a run. */
const SEED = 1234;

export const compareCommand: Command = {
  name: 'compare',
  summary: 'Compare two finished evaluations document by document, without asking a model',
  usage: ['assay compare RUN BASELINE [--tasks A,B]'],
  details:
    'RUN and BASELINE are run ids of the store, results files, samples files (ours or those of lmms-eval) or folders of them. Differences are RUN minus BASELINE.',
  options: [
    {
      key: 'tasks',
      flags: ['--tasks', '-t'],
      kind: 'names',
      placeholder: 'A,B',
      help: 'Only these tasks.',
      defaultText: 'all that both have',
      group: 'General',
    },
    {
      key: 'bootstrap_iters',
      flags: ['--bootstrap_iters'],
      kind: 'integer',
      minimum: 0,
      default: DEFAULT_BOOTSTRAP_ITERATIONS,
      placeholder: 'N',
      help: 'Resamples behind the bootstrap interval; 0 leaves it out.',
      group: 'General',
    },
    {
      key: 'store',
      flags: ['--store'],
      kind: 'text',
      placeholder: 'URL',
      help: 'Artifact store of the run ids.',
      defaultText: 'file store in ./assay-data',
      environment: 'ASSAY_DATA_DIR',
      group: 'General',
    },
    jsonOption,
  ],
  examples: [
    {
      command: 'assay compare 20260102-030405-7k3f9q 20260101-020304-a1b2c3',
      meaning: 'Two runs of this store.',
    },
    {
      command: 'assay compare new_results.json old_samples_mme.jsonl',
      meaning: 'Files, without a server.',
    },
  ],
  run: compare,
};

async function compare(context: CommandContext): Promise<number> {
  const { values, terminal } = context;
  const [run, baseline, ...more] = context.positionals;
  if (run === undefined || baseline === undefined || more.length > 0) {
    throw new EvalError(
      'spec-invalid',
      'compare needs two evaluations: `assay compare RUN BASELINE`, each a run id, a results file or a samples file.',
    );
  }
  const store = await openStoreOf(context);
  const [current, before] = [await open(run, store), await open(baseline, store)];
  const pairs = pairsOf(current, before, namesValue(values, 'tasks'));
  const { correctedComparisons } = await import('../../core/scoring/corrected-comparisons.ts');
  const compared: Record<string, TaskComparison> = {};
  for (const [task, files] of pairs) {
    compared[task] = await compareFiles(files, {
      name: before.name,
      bootstrapIterations: numberValue(values, 'bootstrap_iters') ?? DEFAULT_BOOTSTRAP_ITERATIONS,
      seed: SEED,
    });
  }
  const results: JsonObject = { comparisons: correctedComparisons(compared) };
  if (isOn(values, 'json')) terminal.print(JSON.stringify(results));
  else {
    const { comparisonTable } = await import('./comparison-table.ts');
    terminal.print(comparisonTable(results) ?? 'Nothing to compare.');
  }
  return EXIT.ok;
}

async function openStoreOf({ values, environment }: CommandContext): Promise<ArtifactStore> {
  const { openStore } = await import('../../activities/artifacts/open-store.ts');
  const { storeUrl } = await import('./store-url.ts');
  const folder = environment['ASSAY_DATA_DIR'];
  const given = textValue(values, 'store');
  const chosen = given ?? (folder === undefined || folder === '' ? './assay-data' : folder);
  const named = given === undefined ? 'ASSAY_DATA_DIR' : '--store';
  return openStore(storeUrl(chosen, process.cwd(), named));
}

async function open(given: string, store: ArtifactStore): Promise<SampleFiles> {
  const files = await import('../../activities/artifacts/sample-files.ts');
  const found =
    (await files.samplesAtPath(resolve(given))) ?? (await files.samplesOfRun(store, given));
  if (found !== undefined && (found.byTask.size > 0 || found.named !== undefined)) return found;
  throw new EvalError(
    'spec-invalid',
    found === undefined
      ? `Cannot find ${JSON.stringify(given.slice(0, 200))}: it is neither a file here nor a finished run of ${store.url}. \`assay runs list\` shows runs.`
      : `Cannot compare ${given.slice(0, 200)}: there are no samples files beside it. Evaluations leave them with --output_path.`,
  );
}

type FilePair = readonly [current: SampleFile, baseline: SampleFile];

function pairsOf(
  current: SampleFiles,
  before: SampleFiles,
  wanted: readonly string[],
): readonly (readonly [task: string, files: FilePair])[] {
  if (current.named !== undefined && before.named !== undefined) {
    const [task = current.name] = current.byTask.keys();
    return [[task, [current.named, before.named]]];
  }
  const lone = loneFile(current, before) ?? loneFile(before, current);
  if (lone !== undefined) {
    const [task, file, other] = lone;
    return [[task, current.named === file ? [file, other] : [other, file]]];
  }
  const common = [...current.byTask].flatMap(([task, file]) => {
    const other = before.byTask.get(task);
    return other === undefined ? [] : [[task, [file, other]] as const];
  });
  const chosen = wanted.length === 0 ? common : common.filter(([task]) => wanted.includes(task));
  if (chosen.length > 0) return chosen;
  const names = (files: SampleFiles) => [...files.byTask.keys()].slice(0, 20).join(', ') || 'none';
  throw new EvalError(
    'spec-invalid',
    `Nothing to compare: ${current.name} has the tasks ${names(current)}, and ${before.name} has ${names(before)}.`,
  );
}

/** A file whose name says no task, beside an evaluation of a single one. */
function loneFile(
  { named, byTask }: SampleFiles,
  other: SampleFiles,
): readonly [task: string, named: SampleFile, other: SampleFile] | undefined {
  const [only, ...more] = other.byTask;
  if (named === undefined || byTask.size > 0 || only === undefined || more.length > 0)
    return undefined;
  return [only[0], named, only[1]];
}

async function compareFiles(
  [current, baseline]: FilePair,
  options: { readonly name: string; readonly bootstrapIterations: number; readonly seed: number },
): Promise<TaskComparison> {
  const { createSamplePairing } = await import('../../core/scoring/paired-samples.ts');
  const { readSamples } = await import('../../core/scoring/read-samples.ts');
  const { compareTask } = await import('../../core/scoring/task-comparison.ts');
  const pairing = createSamplePairing();
  for await (const sample of readSamples(baseline)) pairing.addBaseline(sample);
  for await (const sample of readSamples(current)) pairing.addCurrent(sample);
  return compareTask(pairing.finish(), options);
}
