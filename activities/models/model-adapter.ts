import type { EvalError } from '../../core/errors.ts';
import type {
  GenerateRequest,
  GenerateResult,
  LogLikelihoodRequest,
  LogLikelihoodResult,
} from '../../core/generation.ts';
import type { MediaKind } from '../../core/media.ts';
import type { JsonPrimitive } from '../../core/json.ts';
import type { EngineHost } from '../engines/engine-host.ts';
import type { MediaService } from '../media/media-service.ts';
import type { BatchEndpoint } from './http/batch-endpoint.ts';
import type { FleetGates } from '../limits/fleet-gates.ts';

/**
 * A model that can be asked. Adapters know nothing of Temporal, throw EvalError, obey the signal and
 * batch inside: callers simply keep `concurrency()` requests in flight.
 */
export interface ModelAdapter {
  /** Media it takes besides text. */
  readonly accepts: readonly MediaKind[];
  /** Makes it ready to answer; called once before the first request. */
  load(signal: AbortSignal): Promise<void>;
  /** Requests to keep in flight right now; adaptive adapters change it as they learn. */
  concurrency(): number;
  generate(request: GenerateRequest, signal: AbortSignal): Promise<GenerateResult>;
  /** Absent where the backend cannot score a given continuation. */
  logLikelihood?(request: LogLikelihoodRequest, signal: AbortSignal): Promise<LogLikelihoodResult>;
  /** Order in which requests should be sent: equal keys side by side (shared prefixes, shared media). */
  orderKey?(request: Pick<GenerateRequest, 'messages'>): string;
  /** Resolves when the model can answer no more, such as when its process died. Default: never. */
  broken?(): Promise<EvalError>;
  /** Questions in batches of the provider, where the arguments ask for it. */
  readonly batches?: BatchEndpoint;
  /** Retries, rate limits and such since load, for progress displays. */
  statistics?(): { readonly retries: number; readonly rateLimited: number };
  dispose(): Promise<void>;
}

/** Where an adapter runs: in a leased process of a GPU pool, or anywhere as a client of an endpoint. */
export type ModelPlacement = 'leased' | 'endpoint';

export interface ModelContext {
  /** Value of a secret by the name of its environment variable; throws `secret-missing`. */
  readonly secret: (name: string) => string;
  /** The same, but undefined where it is not set. */
  readonly optionalSecret: (name: string) => string | undefined;
  readonly batchSize: number;
  /** Media in the form a model takes. */
  readonly media: MediaService;
  /** Where engines can be started; absent outside of a worker. */
  readonly engines?: EngineHost;
  /** Limits kept by all workers together; absent outside of a worker. */
  readonly fleet?: FleetGates;
  readonly log: (message: string) => void;
}

export type ModelArguments = Readonly<Record<string, JsonPrimitive>>;

/** What is known of a model before it is loaded. */
export interface ModelIdentity {
  /** Digest of all that decides its answers: adapter, version, weights or endpoint, arguments. */
  readonly modelKey: string;
  /** Shown in tables: the checkpoint's or endpoint model's name. */
  readonly displayName: string;
  /** The model is asked in batches of the provider instead of one by one. */
  readonly batch?: { readonly documents: number; readonly pollMs: number };
  /** Arguments to use from now on where identifying fixed something, such as a branch to its commit. */
  readonly pinned?: ModelArguments;
}

/** One entry of the registry; heavy modules are imported inside the functions. */
export interface ModelFactory {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly placement: ModelPlacement;
  readonly summary: string;
  /** Every accepted key of --model_args with its default and meaning, in the order to print. */
  readonly parameters: readonly ModelParameter[];
  /** Validates arguments and computes the identity; checks that files or endpoint exist. */
  identify(args: ModelArguments, context: ModelContext): Promise<ModelIdentity>;
  create(args: ModelArguments, context: ModelContext): Promise<ModelAdapter>;
}

export interface ModelParameter {
  readonly name: string;
  readonly default?: JsonPrimitive;
  readonly summary: string;
  /** The value names an environment variable or file that holds a secret. */
  readonly isSecret?: boolean;
}
