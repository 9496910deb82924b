import type { FinishReason, TokenUsage } from '../../../core/generation.ts';
import { errorRecord, isCount } from '../http/read-answer.ts';
import type { AnswerDraft } from '../http/read-answer.ts';

interface Delta {
  readonly content?: unknown;
  readonly refusal?: unknown;
  readonly reasoning_content?: unknown;
  readonly reasoning?: unknown;
  readonly tool_calls?: unknown;
  readonly audio?: { readonly transcript?: unknown } | null;
}

interface CompletionBody {
  readonly model?: unknown;
  readonly error?: unknown;
  readonly choices?: readonly {
    readonly delta?: Delta | null;
    readonly message?: Delta | null;
    readonly finish_reason?: unknown;
  }[];
  readonly usage?: {
    readonly prompt_tokens?: unknown;
    readonly completion_tokens?: unknown;
    readonly completion_tokens_details?: { readonly reasoning_tokens?: unknown } | null;
  } | null;
}

/** A chat completion, or one event of a streamed one. */
export function readCompletion(value: Record<string, unknown>, draft: AnswerDraft): void {
  const body: CompletionBody = value;
  if (body.error) draft.embeddedError = errorRecord(body.error);
  if (typeof body.model === 'string' && body.model !== '') draft.model ??= body.model;
  const choice = body.choices?.[0];
  if (choice !== undefined) {
    readDelta(choice.delta ?? choice.message, draft);
    if (typeof choice.finish_reason === 'string') {
      draft.finishReason = finishReasonOf(choice.finish_reason);
    }
  }
  if (body.usage) draft.usage = usageOf(body.usage);
}

function readDelta(delta: Delta | null | undefined, draft: AnswerDraft): void {
  if (!delta) return;
  const { content } = delta;
  // Models that speak leave the text empty and send what they said beside the sound.
  const spoken = delta.audio?.transcript;
  if (typeof content === 'string' && content !== '') draft.addText(content);
  else if (typeof spoken === 'string') draft.addText(spoken);
  if (typeof delta.refusal === 'string') draft.refusal += delta.refusal;
  // Thoughts are counted by usage and timed, but are no part of the answer.
  if (delta.reasoning_content || delta.reasoning || delta.tool_calls) draft.touch();
}

function finishReasonOf(reason: string): FinishReason {
  if (reason === 'length' || reason === 'max_tokens') return 'length';
  if (reason === 'content_filter') return 'content-filter';
  if (reason === 'tool_calls' || reason === 'function_call') return 'tool-calls';
  if (reason === 'refusal') return 'refusal';
  return 'stop';
}

function usageOf(usage: NonNullable<CompletionBody['usage']>): TokenUsage {
  const reasoning = usage.completion_tokens_details?.reasoning_tokens;
  return {
    ...(isCount(usage.prompt_tokens) ? { inputTokens: usage.prompt_tokens } : {}),
    ...(isCount(usage.completion_tokens) ? { outputTokens: usage.completion_tokens } : {}),
    ...(isCount(reasoning) ? { reasoningTokens: reasoning } : {}),
  };
}
