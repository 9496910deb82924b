import type { FinishReason, TokenUsage } from '../../../core/generation.ts';
import { errorRecord, isCount } from '../http/read-answer.ts';
import type { AnswerDraft } from '../http/read-answer.ts';

/** Errors within a stream come without a status; these are the ones that they have outside of it. */
const STATUS_OF: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  api_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
};

interface Block {
  readonly type?: unknown;
  readonly text?: unknown;
}

interface Usage {
  readonly input_tokens?: unknown;
  readonly cache_creation_input_tokens?: unknown;
  readonly cache_read_input_tokens?: unknown;
  readonly output_tokens?: unknown;
  readonly output_tokens_details?: { readonly thinking_tokens?: unknown } | null;
}

interface Message {
  readonly model?: unknown;
  readonly content?: readonly Block[];
  readonly stop_reason?: unknown;
  readonly usage?: Usage | null;
}

interface Event extends Message {
  readonly type?: unknown;
  readonly message?: Message;
  readonly content_block?: Block;
  readonly delta?: Block & { readonly stop_reason?: unknown };
  readonly error?: unknown;
}

/** A message of the Messages API, or one event of a streamed one. */
export function readAnthropic(value: Record<string, unknown>, draft: AnswerDraft): void {
  const event: Event = value;
  switch (event.type) {
    case 'error': {
      const error = errorRecord(event.error);
      draft.embeddedError = { ...error, status: STATUS_OF[String(error['type'])] ?? 500 };
      return;
    }
    case 'message':
      return readMessage(event, draft);
    case 'message_start':
      return readMessage(event.message ?? {}, draft);
    case 'content_block_start':
      return readBlock(event.content_block, draft);
    case 'content_block_delta':
      return readBlock(event.delta, draft);
    case 'message_delta':
      return readMessage(
        { stop_reason: event.delta?.stop_reason, usage: event.usage ?? null },
        draft,
      );
    case 'message_stop':
    case 'content_block_stop':
    case 'ping':
      return;
    case undefined:
      throw new Error('it has no type');
    default:
      // New kinds of events may come at any time; by contract they are passed over.
      return;
  }
}

function readMessage({ model, content, stop_reason: reason, usage }: Message, draft: AnswerDraft) {
  if (typeof model === 'string') draft.model ??= model;
  for (const block of content ?? []) readBlock(block, draft);
  if (typeof reason === 'string') draft.finishReason = finishReasonOf(reason);
  if (usage) draft.usage = { ...draft.usage, ...usageOf(usage) };
}

/** Thoughts and tool calls are timed; only text is part of the answer. */
function readBlock(block: Block | undefined, draft: AnswerDraft): void {
  if (block === undefined) return;
  const isText = block.type === 'text' || block.type === 'text_delta';
  if (isText && typeof block.text === 'string') draft.addText(block.text);
  else if (!isText) draft.touch();
}

function finishReasonOf(reason: string): FinishReason {
  if (reason === 'max_tokens' || reason === 'model_context_window_exceeded') return 'length';
  if (reason === 'tool_use') return 'tool-calls';
  if (reason === 'refusal') return 'refusal';
  return 'stop';
}

/** Tokens read from or written to a cache are tokens of the prompt all the same. */
function usageOf(usage: Usage): TokenUsage {
  const prompt = [
    usage.input_tokens,
    usage.cache_creation_input_tokens,
    usage.cache_read_input_tokens,
  ].filter(isCount);
  const thoughts = usage.output_tokens_details?.thinking_tokens;
  return {
    ...(isCount(usage.input_tokens)
      ? { inputTokens: prompt.reduce((sum, count) => sum + count, 0) }
      : {}),
    ...(isCount(usage.output_tokens) ? { outputTokens: usage.output_tokens } : {}),
    ...(isCount(thoughts) ? { reasoningTokens: thoughts } : {}),
  };
}
