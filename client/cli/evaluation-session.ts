import { EvalError } from '../../core/errors.ts';
import type { StackStatus } from '../../deploy/dev-server/stack-status.ts';
import type { EvaluationClient } from '../evaluation-client.ts';
import type { Environment } from './resolve-evaluations.ts';

export interface EvaluationSession {
  readonly client: EvaluationClient;
  /** A stack that was up before keeps the environment it was started with. */
  readonly wasRunning: boolean;
  /** Starts again what died of the embedded stack; does nothing for a server of somebody else. */
  revive(): Promise<void>;
  /** Hands variables of this shell to the workers of the embedded stack, and says which; others keep their own. */
  shareSecrets(names: readonly string[]): Promise<readonly string[]>;
  close(): Promise<void>;
}

export interface SessionOptions {
  readonly environment: Environment;
  readonly log: (message: string) => void;
  /** Start the embedded stack when there is no server; else that is an error with the remedy. */
  readonly mayStart: boolean;
  /** Variables for workers that are started now. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** Connects to the Temporal server of the environment, or to the embedded one. */
export async function openSession(options: SessionOptions): Promise<EvaluationSession> {
  const { connectionSettings } = await import('../../deploy/dev-server/connection-settings.ts');
  const { dataDirectoryFrom } = await import('../../deploy/dev-server/data-paths.ts');
  const dataDirectory = dataDirectoryFrom(options.environment);
  const find = () => connectionSettings({ environment: options.environment, dataDirectory });
  const before = await find();
  const isEmbedded = before === undefined || before.source === 'embedded';
  if (before === undefined && !options.mayStart) {
    throw new EvalError(
      'server-unreachable',
      `No Temporal server runs for ${dataDirectory}. Start it with \`assay server start\`, or set TEMPORAL_ADDRESS or ASSAY_DATA_DIR to reach another one.`,
    );
  }
  if (isEmbedded && options.mayStart) await start(dataDirectory, options);
  const settings = await find();
  if (settings === undefined) {
    throw new EvalError(
      'server-start-failed',
      `The Temporal server of ${dataDirectory} ended right after its start. \`assay doctor\` shows what is wrong.`,
    );
  }
  const { connectEvaluations } = await import('../evaluations.ts');
  const client = await connectEvaluations(settings);
  return {
    client,
    wasRunning: before !== undefined,
    revive: async () => {
      if (isEmbedded && (await isBroken(dataDirectory))) await start(dataDirectory, options);
    },
    shareSecrets: async (names) => {
      if (!isEmbedded) return [];
      const { shareSecrets } = await import('./share-secrets.ts');
      return shareSecrets({ ...options, dataDirectory, names });
    },
    close: () => client.close(),
  };
}

async function start(dataDirectory: string, options: SessionOptions): Promise<StackStatus> {
  const { startStack } = await import('../../deploy/dev-server/start-stack.ts');
  return startStack({
    dataDirectory,
    log: options.log,
    ...(options.variables === undefined ? {} : { workerEnvironment: options.variables }),
  });
}

async function isBroken(dataDirectory: string): Promise<boolean> {
  const { stackStatus } = await import('../../deploy/dev-server/stack-status.ts');
  const status = await stackStatus(dataDirectory);
  const hasLivingWorker = status.workers.some((worker) => worker.alive);
  const hasDeadWorker = status.workers.some((worker) => !worker.alive);
  return status.server?.alive !== true || !hasLivingWorker || hasDeadWorker;
}
