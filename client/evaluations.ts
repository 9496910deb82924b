import { Client, Connection } from '@temporalio/client';
import { createStoreCache } from '../activities/artifacts/store-cache.ts';
import { EvalError, messageOf } from '../core/errors.ts';
import type { EvaluationSpec } from '../core/spec.ts';
import type { ConnectionSettings } from '../deploy/dev-server/connection-settings.ts';
import { dataDirectoryFrom, storeUrl } from '../deploy/dev-server/data-paths.ts';
import { createRunId } from './cli/run-id.ts';
import { controlRun } from './control-run.ts';
import { describeRun, listRuns } from './describe-run.ts';
import type { EvaluationClient } from './evaluation-client.ts';
import type { EvaluationClientOptions } from './evaluation-client-options.ts';
import { exportRun } from './export-run.ts';
import { findRun, type RunHandle } from './find-run.ts';
import { readProgress } from './read-progress.ts';
import { readResult } from './read-result.ts';
import { resumeRun } from './resume-run.ts';
import { startRun } from './start-run.ts';

/** Connects to the server and opens everything that can be asked of evaluations. */
export async function connectEvaluations(settings: ConnectionSettings): Promise<EvaluationClient> {
  const { address, namespace, connectionOptions } = settings;
  const connection = await Connection.connect(connectionOptions).catch((cause: unknown) => {
    throw new EvalError(
      'server-unreachable',
      `Cannot reach the Temporal server at ${address}: ${messageOf(cause)}. Start it with assay server start, or check TEMPORAL_ADDRESS.`,
      { cause },
    );
  });
  return createEvaluationClient({
    client: new Client({ connection, namespace }),
    openStore: createStoreCache(),
    defaultStore: storeUrl(dataDirectoryFrom()),
    newRunId: () => createRunId(new Date()),
    close: () => connection.close(),
  });
}

/** Evaluations as the command line and the HTTP server see them. */
export function createEvaluationClient(options: EvaluationClientOptions): EvaluationClient {
  const { client, openStore } = options;
  const find = (runId: string): Promise<RunHandle> => findRun(options, runId);
  return {
    start: (spec) => startRun({ client, openStore, spec }),
    progress: async (runId) => readProgress(client, await find(runId)),
    result: async (runId) => readResult(await find(runId)),
    list: (limit) => listRuns(options, limit),
    describe: async (runId) => describeRun(client, await find(runId)),
    pause: async (runId) => controlRun(await find(runId), 'pause'),
    continue: async (runId) => controlRun(await find(runId), 'continue'),
    setConcurrency: async (runId, concurrency) =>
      controlRun(await find(runId), 'set-concurrency', concurrency),
    cancel: async (runId, task) =>
      task === undefined
        ? void (await (await find(runId)).workflow.cancel())
        : controlRun(await find(runId), 'cancel-task', task),
    resume: async (runId, { retryFailed }) => resumeRun(client, await find(runId), retryFailed),
    async rescore(runId, { tasks, metrics }) {
      const { spec } = await find(runId);
      const next: EvaluationSpec = {
        ...spec,
        runId: options.newRunId(),
        submittedAt: new Date().toISOString(),
        ...(tasks === undefined ? {} : { tasks }),
        ...(metrics === undefined ? {} : { addedMetrics: metrics }),
      };
      return startRun({ client, openStore, spec: next, sourceRunId: runId });
    },
    export: async (runId, directory) => exportRun(await find(runId), directory),
    close: options.close,
  };
}
