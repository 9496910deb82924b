import { createActivities, type Activities } from '../activities/index.ts';
import { createScoringThreads } from '../activities/scoring/scoring-threads.ts';
import { readBuildIdentity } from './build-identity.ts';
import { connectWorker } from './connection.ts';
import { createDependencies } from './dependencies.ts';
import { createEngineHost } from './engine-host.ts';
import { createWorkers } from './create-workers.ts';
import { createRedaction } from './redaction.ts';
import { installRuntime, parseTelemetry } from './runtime.ts';
import { createLimitLeases } from './limit-leases.ts';
import { promoteBuild } from './promote-build.ts';
import { createServeInference } from './serve-inference.ts';
import { readPlugins } from '../tasks/plugin-packages.ts';
import type { WorkerContext } from './worker-defaults.ts';
import type { WorkerSettings } from './worker-options.ts';

/** Threads for scoring beside the event loop of this process. */
const SCORING_THREADS = 2;

/** Runs all workers of this process until it is told to stop. */
export async function runWorkers(options: {
  readonly settings: WorkerSettings;
  readonly distDirectory: string;
  readonly onReady: (identity: { readonly pid: number; readonly buildId: string }) => void;
}): Promise<void> {
  const { settings } = options;
  const log = (message: string) => process.stderr.write(`assay worker: ${message}\n`);
  const models = readPlugins(settings.plugins, process.cwd());
  const telemetry = parseTelemetry(settings.telemetry);
  installRuntime(telemetry);
  const plugins = telemetry.otlp
    ? [(await import('./tracing.ts')).createTracingPlugin(telemetry.otlp)]
    : [];
  const build = readBuildIdentity(options.distDirectory);
  const connection = await connectWorker(settings.dataDirectory, log);
  const { secrets, redact } = createRedaction(settings.dataDirectory);
  const context: WorkerContext = {
    connection,
    build,
    identity: settings.identity,
    redact,
    plugins,
  };

  let activities: Activities | undefined;
  const scoring = createScoringThreads(SCORING_THREADS);
  const dependencies = createDependencies({
    secrets,
    engines: createEngineHost(settings),
    limitLease: createLimitLeases(connection),
    plugins: models,
    scoring,
    software: { version: build.version, gitHash: build.gitHash, node: process.version },
    log: (message) => log(redact(message)),
    serveInference: createServeInference(context, () => activities!.infer),
  });
  activities = createActivities(dependencies);
  const workers = await createWorkers(settings, context, activities);
  const running = Promise.all(workers.map((worker) => worker.run()));
  try {
    const isEmbedded = settings.dataDirectory !== undefined;
    if (settings.roles.includes('control')) await promoteBuild(context, isEmbedded, log);
    options.onReady({ pid: process.pid, buildId: build.buildId });
    log(`ready: ${settings.roles.join(', ')} on ${connection.address}, build ${build.buildId}`);
    await running;
  } finally {
    await scoring.dispose();
    await dependencies.models.dispose();
    dependencies.modelContext.media.close();
    await connection.connection.close().catch(() => undefined);
  }
}
