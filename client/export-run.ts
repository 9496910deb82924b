import { createWriteStream } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { keySegment } from '../core/artifact-key.ts';
import type { JsonObject } from '../core/json.ts';
import { runPaths } from '../core/run-paths.ts';
import type { RunHandle } from './find-run.ts';
import { readResultsFile } from './read-result.ts';

/** Copies the files of a run into a folder; each appears whole or not at all. */
export async function exportRun(run: RunHandle, directory: string): Promise<string[]> {
  const { runId } = run;
  const folder = resolve(directory);
  await mkdir(folder, { recursive: true });
  const results = (await readResultsFile(run)) ?? {};
  const files: [key: string, name: string][] = [
    [runPaths.results(runId), 'results.json'],
    [runPaths.report(runId), 'report.html'],
    ...Object.keys((results['results'] ?? {}) as JsonObject).flatMap((task): [string, string][] => {
      const name = keySegment(task);
      return [
        [runPaths.samples(runId, task), `samples_${name}.jsonl`],
        [runPaths.submission(runId, task, 'json'), `submission_${name}.json`],
        [runPaths.submission(runId, task, 'csv'), `submission_${name}.csv`],
      ];
    }),
  ];
  const written: string[] = [];
  for (const [key, name] of files) {
    if (!(await run.store.head(key))) continue;
    const path = join(folder, name);
    await pipeline(run.store.stream(key), createWriteStream(`${path}.partial`));
    await rename(`${path}.partial`, path);
    written.push(path);
  }
  return written;
}
