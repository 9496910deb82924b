import type { ChatMessage } from './chat.ts';
import type { JsonObject } from './json.ts';

/** Decoding settings after task YAML, model defaults and --gen_kwargs are merged. */
export interface GenerationParameters {
  /** Tokens; undefined leaves the model's own limit. */
  readonly maxNewTokens?: number;
  /** 0 = greedy. */
  readonly temperature: number;
  readonly topP?: number;
  readonly topK?: number;
  readonly repetitionPenalty?: number;
  /** Generation ends before the first of these strings. */
  readonly stop: readonly string[];
  /** Makes sampling repeatable; derived per (document, repeat) when temperature > 0. */
  readonly seed?: number;
  /** Keys of generation_kwargs that only some models know, passed through by name. */
  readonly extra: JsonObject;
}

export interface GenerateRequest {
  /** `task/document/repeat`: for logs and idempotency, never shown to the model. */
  readonly id: string;
  readonly messages: readonly ChatMessage[];
  readonly parameters: GenerationParameters;
}

export interface TokenUsage {
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  readonly reasoningTokens?: number;
}

export interface RequestTiming {
  /** Milliseconds from sending the accepted attempt to its last byte. */
  readonly latencyMs: number;
  /** Time to first token, milliseconds. */
  readonly ttftMs?: number;
  /** Mean time per output token after the first, milliseconds. */
  readonly tpotMs?: number;
}

export type FinishReason = 'stop' | 'length' | 'content-filter' | 'refusal' | 'tool-calls';

export interface GenerateResult {
  readonly text: string;
  readonly finishReason: FinishReason;
  readonly usage: TokenUsage;
  readonly timing: RequestTiming;
  /** Calls made for this answer, retries included. */
  readonly attempts: number;
}

export interface LogLikelihoodRequest {
  readonly id: string;
  /** The context; the continuation follows as the beginning of the assistant turn. */
  readonly messages: readonly ChatMessage[];
  readonly continuation: string;
}

export interface LogLikelihoodResult {
  /** Sum of natural-log probabilities of the continuation's tokens (≤ 0). */
  readonly logLikelihood: number;
  /** Whether greedy decoding would have produced exactly this continuation. */
  readonly isGreedy: boolean;
  readonly tokenCount: number;
  readonly usage: TokenUsage;
  readonly timing: RequestTiming;
}
