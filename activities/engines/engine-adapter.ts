import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EvalError, isEvalError } from '../../core/errors.ts';
import type { ModelAdapter, ModelContext } from '../models/model-adapter.ts';
import {
  createOpenAiAdapter,
  type OpenAiAdapter,
} from '../models/openai-compatible/openai-adapter.ts';
import { readSettings } from '../models/openai-compatible/settings.ts';
import type { EngineArguments } from './engine-arguments.ts';
import type { EngineProfile } from './engine-profile.ts';
import { fetchModel } from './fetch-model.ts';
import { findModelFiles } from './model-files.ts';
import { startEngine, type RunningEngine } from './start-engine.ts';
import { verifySafetensors } from './verify-safetensors.ts';

const DEATH_WAIT_MS = 500;

/** A served checkpoint as a model: a process of our own, spoken to like any endpoint. */
export function createEngineAdapter(
  profile: EngineProfile,
  args: EngineArguments,
  context: ModelContext,
): ModelAdapter {
  const host = requireHost(profile, context);
  let engine: RunningEngine | undefined;
  let client: OpenAiAdapter | undefined;
  let death: EvalError | undefined;

  const watch = async ({ died }: RunningEngine): Promise<void> => {
    death = await died;
  };
  const ready = (): OpenAiAdapter => {
    if (death !== undefined) throw death;
    if (client !== undefined) return client;
    throw new EvalError('internal', `The engine ${profile.id} was asked before it was started.`);
  };
  /** What an endpoint does when its process is gone says less than how the process went. */
  const orDeath = async <Result>(work: Promise<Result>): Promise<Result> => {
    try {
      return await work;
    } catch (error) {
      const isEndpoint = isEvalError(error) && error.code.startsWith('endpoint-');
      // Its connections break a moment before the process is known to be gone.
      if (isEndpoint && death === undefined)
        await Promise.race([engine?.died, delay(DEATH_WAIT_MS)]);
      throw death ?? error;
    }
  };

  return {
    accepts: profile.accepts,
    async load(signal) {
      const { model, servedName, startupTimeoutMs, reader } = args;
      const files = await findModelFiles(model);
      if (files !== undefined) await verifySafetensors(files);
      const folder = join(host.folder, 'models');
      engine = await startEngine({
        profile,
        args: reader,
        model:
          files === undefined
            ? model
            : await fetchModel(files, { folder, signal, log: context.log }),
        servedName,
        host,
        hubToken: context.optionalSecret('HF_TOKEN'),
        startupTimeoutMs,
        signal,
        log: context.log,
      });
      void watch(engine);
      const settings = readSettings(
        {
          ...args.client,
          model: servedName,
          base_url: engine.baseUrl,
          logprobs: profile.logprobs,
          check_model: false,
        },
        context,
      );
      client = createOpenAiAdapter({
        settings,
        apiKey: undefined,
        media: context.media,
        log: context.log,
      });
    },
    concurrency: () => client?.concurrency() ?? 1,
    generate: (request, signal) => orDeath(ready().generate(request, signal)),
    ...(profile.logprobs === 'none'
      ? {}
      : { logLikelihood: (request, signal) => orDeath(scoreBy(ready())(request, signal)) }),
    orderKey: (request) => client?.orderKey?.(request) ?? '',
    statistics: () => client?.statistics() ?? { retries: 0, rateLimited: 0 },
    broken: () => engine?.died ?? new Promise<EvalError>(() => {}),
    async dispose() {
      await client?.dispose();
      await engine?.stop();
    },
  };
}

function scoreBy(client: OpenAiAdapter): NonNullable<ModelAdapter['logLikelihood']> {
  if (client.logLikelihood !== undefined) return client.logLikelihood.bind(client);
  throw new EvalError('internal', 'An engine with log-probabilities got a client without them.');
}

function requireHost(profile: EngineProfile, context: ModelContext) {
  if (context.engines !== undefined) return context.engines;
  throw new EvalError(
    'model-load-failed',
    `Cannot start the engine ${profile.id} here: this process has no folder for its records. Start a worker with --role gpu.`,
  );
}
