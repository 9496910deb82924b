import type { FinishReason, TokenUsage } from '../../../core/generation.ts';
import { errorRecord, isCount } from '../http/read-answer.ts';
import type { AnswerDraft } from '../http/read-answer.ts';

interface Response {
  readonly model?: unknown;
  readonly responses?: readonly {
    readonly finish_reason?: unknown;
    readonly message?: { readonly content?: unknown } | null;
  }[];
  readonly usage?: { readonly input_tokens?: unknown; readonly output_tokens?: unknown } | null;
  readonly error?: unknown;
  readonly detail?: unknown;
}

/** A whole answer of the chat API. */
export function readReka(value: Record<string, unknown>, draft: AnswerDraft): void {
  const { model, responses, usage, error, detail }: Response = value;
  if (error || detail) {
    draft.embeddedError = errorRecord(error ?? detail);
    return;
  }
  const answer = responses?.[0];
  if (answer === undefined) throw new Error('it has no responses');
  if (typeof model === 'string') draft.model ??= model;
  if (typeof answer.message?.content === 'string') draft.addText(answer.message.content);
  if (typeof answer.finish_reason === 'string') {
    draft.finishReason = finishReasonOf(answer.finish_reason);
  }
  if (usage) draft.usage = usageOf(usage);
}

/** `context` says that the prompt left no room for more. */
function finishReasonOf(reason: string): FinishReason {
  return reason === 'length' || reason === 'context' ? 'length' : 'stop';
}

function usageOf(usage: NonNullable<Response['usage']>): TokenUsage {
  return {
    ...(isCount(usage.input_tokens) ? { inputTokens: usage.input_tokens } : {}),
    ...(isCount(usage.output_tokens) ? { outputTokens: usage.output_tokens } : {}),
  };
}
