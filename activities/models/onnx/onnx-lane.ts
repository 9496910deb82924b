import { EvalError } from '../../../core/errors.ts';
import { compiledEntry } from '../../threads/compiled-entry.ts';
import { openThread } from '../../threads/thread-channel.ts';
import type {
  LoadPayload,
  ModelCalls,
  PrepareCalls,
  PreparePayload,
  PromptPayload,
} from './thread-protocol.ts';

/** One copy of the model: a thread that computes, and one that prepares its next requests. */
export interface OnnxLane {
  /** Requests accepted and not settled. */
  readonly inFlight: number;
  load(payload: LoadPayload): Promise<void>;
  /** Prepares and sends; rejects at once with `cancelled` when the signal aborts. */
  ask<Result>(question: LaneQuestion<Result>): Promise<Result>;
  close(): Promise<void>;
}

export interface LaneQuestion<Result> {
  readonly requestId: string;
  readonly payload: PreparePayload;
  readonly signal: AbortSignal;
  readonly send: (call: ModelCall, prompt: PromptPayload) => Promise<Result>;
}

export type ModelCall = <Name extends 'generate' | 'score'>(
  name: Name,
  payload: ModelCalls[Name]['payload'],
) => Promise<ModelCalls[Name]['result']>;
