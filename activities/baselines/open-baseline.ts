import { keySegment } from '../../core/artifact-key.ts';
import { EvalError } from '../../core/errors.ts';
import { didYouMean } from '../../core/nearest-name.ts';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import {
  samplesAtPath,
  samplesOfRun,
  type SampleFile,
  type SampleFiles,
} from '../artifacts/sample-files.ts';
import { hubSettingsFrom } from '../datasets/hub/hub-settings.ts';
import { BASELINE_PRESETS } from './presets.ts';
import { samplesOfHub } from './samples-of-hub.ts';

export interface Baseline {
  readonly name: string;
  /** Tasks of the run that it has answers for. */
  readonly files: ReadonlyMap<string, SampleFile>;
}

export interface BaselineContext {
  readonly store: ArtifactStore;
  /** Of the run that is to be compared. */
  readonly tasks: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * What --baseline names: a preset (`qwen25vl`, `qwen25vl:videomme`), `hf://user/repo[/file]`, a file or
 * folder that this worker sees, or a run of the store. Refuses one that has none of the tasks.
 */
export async function openBaseline(given: string, context: BaselineContext): Promise<Baseline> {
  const [preset = '', explicit] = given.split(':', 2);
  const published = BASELINE_PRESETS.get(preset);
  if (published !== undefined) return openPreset(published, { preset, explicit }, context);
  const found = given.startsWith('hf://')
    ? await samplesOfHub(given, hubSettingsFrom(context.environment))
    : ((await samplesAtPath(given)) ?? (await samplesOfRun(context.store, given)));
  if (found === undefined) throw unknown(given, context);
  const files = filesOf(found, context.tasks);
  if (files.size > 0) return { name: found.name, files };
  throw withoutTask(given, [...found.byTask.keys()], context.tasks);
}

async function openPreset(
  published: ReadonlyMap<string, string>,
  { preset, explicit }: { readonly preset: string; readonly explicit: string | undefined },
  context: BaselineContext,
): Promise<Baseline> {
  const [only, ...others] = context.tasks;
  const files = new Map<string, SampleFile>();
  for (const task of context.tasks) {
    // A task that is named explicitly stands for the only one of the run, whatever that is called.
    const isMeant = explicit === task || (only === task && others.length === 0);
    const url = published.get(explicit !== undefined && isMeant ? explicit : task);
    if (url === undefined || (explicit !== undefined && !isMeant)) continue;
    const { named } = await samplesOfHub(url, hubSettingsFrom(context.environment));
    if (named !== undefined) files.set(task, named);
  }
  if (files.size > 0) return { name: preset, files };
  throw withoutTask(preset, [...published.keys()], context.tasks);
}

function filesOf(found: SampleFiles, tasks: readonly string[]): Map<string, SampleFile> {
  const files = new Map<string, SampleFile>();
  for (const task of tasks) {
    const own = found.byTask.get(keySegment(task));
    if (own !== undefined) files.set(task, own);
  }
  const [only, ...others] = tasks;
  // One file for one task needs no name to match.
  if (files.size === 0 && found.named !== undefined && only !== undefined && others.length === 0) {
    files.set(only, found.named);
  }
  return files;
}

function unknown(given: string, { store }: BaselineContext): EvalError {
  const presets = [...BASELINE_PRESETS.keys()];
  return new EvalError(
    'config-invalid',
    `Cannot find the baseline ${JSON.stringify(given.slice(0, 200))}: it is no file that this worker sees, no finished run of ${store.url} and no preset (${presets.join(', ')}).${didYouMean(given, presets)} Give a results or samples file, a run id, a preset or hf://user/repo/file.jsonl.`,
  );
}

function withoutTask(given: string, there: readonly string[], tasks: readonly string[]): EvalError {
  const has =
    there.length === 0
      ? 'no task that its name or a samples file beside it tells'
      : there.slice(0, 20).join(', ');
  return new EvalError(
    'config-invalid',
    `Cannot compare with the baseline ${given.slice(0, 200)}: it has answers for ${has}, and the run evaluates ${tasks.slice(0, 20).join(', ')}. Name the samples file of one task, or evaluate a task that it has.`,
  );
}
