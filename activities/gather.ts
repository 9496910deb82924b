import { groupScores } from '../core/group-scores.ts';
import type { JsonObject } from '../core/json.ts';
import { buildResultsFile } from '../core/results-file.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { runPaths } from '../core/run-paths.ts';
import { readManifest, readTaskRecord, readTaskResult, writeRecord } from './runs/run-records.ts';
import { renderReport } from './reports/render-report.ts';
import type { GatherInput, GatherResult } from './steps.ts';
import { withHeartbeat } from './with-heartbeat.ts';

/** Brings the tasks' results together into results.json and report.html. */
export function createGather(dependencies: ActivityDependencies) {
  return async function gather(input: GatherInput): Promise<GatherResult> {
    return withHeartbeat(async () => {
      const { runId } = input;
      const store = dependencies.openStore(input.store);
      const manifest = await readManifest(store, runId);
      const tasks = await Promise.all(
        input.tasks.map(async ({ task, state }) => {
          const record = await readTaskRecord(store, runId, task);
          const hasResult = state === 'completed' || state === 'failed';
          return {
            task,
            state,
            config: record.config as unknown as JsonObject,
            result: hasResult ? await readTaskResult(store, runId, task) : undefined,
          };
        }),
      );
      const finished = new Map(
        tasks.flatMap(({ task, result }) => (result ? [[task, result] as const] : [])),
      );
      const results = buildResultsFile({
        spec: manifest.spec,
        model: { name: manifest.plan.modelName, key: manifest.plan.modelKey },
        status: input.status,
        tasks,
        groups: Object.fromEntries(manifest.groups.map(({ name, members }) => [name, members])),
        groupResults: groupScores(manifest.groups, finished),
        failures: input.failures,
        software: manifest.software,
        buildId: input.buildId,
        sourceRunId: manifest.sourceRunId,
        startedAt: Date.parse(manifest.spec.submittedAt) / 1000,
        endedAt: Date.now() / 1000,
      });
      const resultsKey = runPaths.results(runId);
      const reportKey = runPaths.report(runId);
      await store.put(reportKey, Buffer.from(renderReport(results)));
      await writeRecord(store, resultsKey, results);
      return { resultsKey, reportKey };
    });
  };
}
