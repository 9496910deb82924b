import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { keySegment } from '../../core/artifact-key.ts';
import type { JsonObject } from '../../core/json.ts';
import { runPaths } from '../../core/run-paths.ts';
import type { ArtifactStore } from './artifact-store.ts';
import { readLines } from './read-lines.ts';

/** One samples file of an earlier evaluation. */
export interface SampleFile {
  /** As a person would write it. */
  readonly location: string;
  /** score_key of its task, where known. */
  readonly scoreKey?: string;
  lines(): AsyncIterable<string>;
}

/** The samples files of an earlier evaluation, ours or lmms-eval's. */
export interface SampleFiles {
  /** As people call it. */
  readonly name: string;
  /** By the task that the file's name says, as a key segment. */
  readonly byTask: ReadonlyMap<string, SampleFile>;
  /** The file that was named itself: it stands for the task that is asked for, whatever its name says. */
  readonly named?: SampleFile;
}

/** lmms-eval cuts the name of a file here, too. */
const NAME_LENGTH = 30;

/** The samples files of a run of this store; undefined where the store knows no such run. */
export async function samplesOfRun(
  store: ArtifactStore,
  runId: string,
): Promise<SampleFiles | undefined> {
  if (!/^[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$/.test(runId)) return undefined;
  const bytes = await store.getIfPresent(runPaths.results(runId));
  if (bytes === undefined) return undefined;
  const { results, configs } = JSON.parse(Buffer.from(bytes).toString()) as JsonObject;
  const byTask = new Map<string, SampleFile>();
  for (const task of Object.keys((results ?? {}) as JsonObject)) {
    const key = runPaths.samples(runId, task);
    if (!(await store.head(key))) continue;
    const scoreKey = ((configs as JsonObject | undefined)?.[task] as JsonObject | undefined)?.[
      'score_key'
    ];
    byTask.set(keySegment(task), {
      location: store.viewerUrl(key),
      ...(typeof scoreKey === 'string' ? { scoreKey } : {}),
      lines: () => readLines(store.stream(key)),
    });
  }
  return { name: runId, byTask };
}

/**
 * A samples file, the results file beside samples files, or a folder of them; undefined where there is no
 * such file.
 */
export async function samplesAtPath(path: string): Promise<SampleFiles | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return undefined;
  if (found.isDirectory()) return { name: nameOf(path), byTask: await samplesIn(path, '') };
  const own = basename(path);
  if (own.endsWith('results.json')) {
    const byTask = await samplesIn(dirname(path), own.slice(0, -'results.json'.length));
    return { name: nameOf(path), byTask };
  }
  const named = fileAt(path);
  const task = taskOfFile(own);
  return {
    name: nameOf(path),
    byTask: new Map(task === undefined ? [] : [[keySegment(task), named]]),
    named,
  };
}

/** `20260102_030405_samples_<task>.jsonl` and `samples_<task>.jsonl`. */
export function taskOfFile(name: string): string | undefined {
  const start = name.startsWith('samples_') ? 0 : name.indexOf('_samples_') + 1;
  const isSamples = name.endsWith('.jsonl') && (start > 0 || name.startsWith('samples_'));
  const task = isSamples ? name.slice(start + 'samples_'.length, -'.jsonl'.length) : '';
  return task === '' ? undefined : task;
}

async function samplesIn(folder: string, prefix: string): Promise<Map<string, SampleFile>> {
  const byTask = new Map<string, SampleFile>();
  const entries = await readdir(folder, { withFileTypes: true });
  // By name and therefore by time: the newest file of a task counts.
  for (const entry of entries.sort((left, right) => (left.name < right.name ? -1 : 1))) {
    if (entry.isDirectory()) {
      // The layout of a run in a file store: <task>/samples.jsonl beside results.json.
      const path = join(folder, entry.name, 'samples.jsonl');
      if (prefix === '' && (await stat(path).catch(() => undefined))?.isFile()) {
        byTask.set(entry.name, fileAt(path));
      }
      continue;
    }
    const task = entry.name.startsWith(prefix) ? taskOfFile(entry.name) : undefined;
    if (task !== undefined) byTask.set(keySegment(task), fileAt(join(folder, entry.name)));
  }
  return byTask;
}

function fileAt(path: string): SampleFile {
  return { location: path, lines: () => readLines(createReadStream(path)) };
}

function nameOf(path: string): string {
  const name = basename(path).replace(/\.jsonl?$/, '');
  // Within a store these names say nothing; their folder is the run, or the task of it.
  const isPlain = name === 'results' || name === 'samples';
  return (isPlain ? basename(dirname(path)) : name).slice(0, NAME_LENGTH);
}
