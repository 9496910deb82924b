import type { BatchEndpoint } from '../models/http/batch-endpoint.ts';
import { anthropicBatches } from './anthropic-batches.ts';
import { openAiBatches } from './openai-batches.ts';

/** How one provider takes batches. All errors are EvalErrors; nothing here is remembered. */
export interface ProviderBatches {
  readonly maxRequests: number;
  readonly maxBytes: number;
  /** One question as a batch holds it. `body` is JSON. */
  line(customId: string, body: string): string;
  /** Sends the lines as one batch and returns the provider's name for it. `key` marks it as ours. */
  submit(lines: readonly string[], key: string, signal: AbortSignal): Promise<string>;
  /** Looks for a batch that was being sent when this process or another died. */
  find(sent: SentBatch, signal: AbortSignal): Promise<FoundBatch>;
  state(id: string, signal: AbortSignal): Promise<BatchState>;
  /** Hands over every answer of a batch that has ended, in any order. */
  results(
    state: BatchState,
    onAnswer: (answer: BatchAnswer) => void,
    signal: AbortSignal,
  ): Promise<void>;
  /** Asks to stop; what was answered until then can still be fetched. */
  cancel(id: string, signal: AbortSignal): Promise<void>;
}

export interface SentBatch {
  readonly key: string;
  readonly requests: number;
  readonly sinceMs: number;
}

/** `uncertain`: one that is still at work may be it, which shows when it has ended. */
export type FoundBatch = { readonly id: string } | 'none' | 'uncertain';

export interface BatchState {
  readonly id: string;
  readonly ending: 'none' | 'completed' | 'expired' | 'cancelled' | 'refused' | 'put-off';
  /** Where the answers lie. */
  readonly places: readonly string[];
  /** Why it was refused or put off. */
  readonly reason: string;
}

export interface BatchAnswer {
  readonly customId: string;
  readonly outcome:
    | { readonly kind: 'answered'; readonly status: number; readonly body: string }
    /** Never asked: the batch ended before. */
    | { readonly kind: 'expired' | 'cancelled' };
}

export function providerBatches(endpoint: BatchEndpoint): ProviderBatches {
  return endpoint.api === 'openai' ? openAiBatches(endpoint) : anthropicBatches(endpoint);
}
