import type { TokenUsage } from '../../../core/generation.ts';
import { errorRecord, isCount } from '../http/read-answer.ts';
import type { AnswerDraft } from '../http/read-answer.ts';

interface Content {
  readonly type?: unknown;
  readonly text?: unknown;
  readonly refusal?: unknown;
}

interface Response {
  readonly model?: unknown;
  readonly status?: unknown;
  readonly error?: unknown;
  readonly incomplete_details?: { readonly reason?: unknown } | null;
  readonly output?: readonly { readonly type?: unknown; readonly content?: readonly Content[] }[];
  readonly usage?: {
    readonly input_tokens?: unknown;
    readonly output_tokens?: unknown;
    readonly output_tokens_details?: { readonly reasoning_tokens?: unknown } | null;
  } | null;
}

interface Event {
  readonly type?: unknown;
  readonly delta?: unknown;
  readonly response?: Response;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly error?: unknown;
}

/** Names of failures that come without a status. */
const STATUS_OF: Readonly<Record<string, number>> = {
  server_error: 500,
  rate_limit_exceeded: 429,
  invalid_prompt: 400,
  context_length_exceeded: 400,
  insufficient_quota: 429,
};

/** A response of the Responses API, or one event of a streamed one. */
export function readResponse(value: Record<string, unknown>, draft: AnswerDraft): void {
  const { type } = value;
  if (value['object'] === 'response') {
    readState(value, draft);
    return readOutput(value, draft);
  }
  if (typeof type === 'string') return readEvent(value, draft);
  if (value['error']) {
    draft.embeddedError = errorRecord(value['error']);
    return;
  }
  throw new Error('it is no response and no event of one');
}

function readEvent({ type, delta, response, ...rest }: Event, draft: AnswerDraft): void {
  switch (type) {
    case 'response.output_text.delta':
      if (typeof delta === 'string') draft.addText(delta);
      return;
    case 'response.refusal.delta':
      if (typeof delta === 'string') draft.refusal += delta;
      return draft.touch();
    case 'response.completed':
    case 'response.incomplete':
    case 'response.failed':
      // The text has come in pieces already; the rest has not.
      return readState(response ?? {}, draft);
    case 'error':
      draft.embeddedError = withStatus(errorRecord(rest.error ?? { ...rest }));
      return;
    default:
      // Thoughts, arguments of tools and their like are timed; the others only frame the text.
      if (typeof delta === 'string') draft.touch();
  }
}

function readState(response: Response, draft: AnswerDraft): void {
  if (typeof response.model === 'string') draft.model ??= response.model;
  if (response.usage) draft.usage = usageOf(response.usage);
  if (response.error) {
    draft.embeddedError = withStatus(errorRecord(response.error));
    return;
  }
  const cut = response.incomplete_details?.reason;
  if (cut === 'content_filter') draft.finishReason = 'content-filter';
  else if (response.status === 'incomplete') draft.finishReason = 'length';
  else if (response.status === 'completed') {
    const calls = (response.output ?? []).some(({ type }) => type === 'function_call');
    draft.finishReason = calls ? 'tool-calls' : 'stop';
  } else {
    draft.embeddedError = withStatus({ message: `the response is ${String(response.status)}` });
  }
}

function readOutput({ output = [] }: Response, draft: AnswerDraft): void {
  for (const { content = [] } of output) {
    for (const { type, text, refusal } of content) {
      if (type === 'output_text' && typeof text === 'string') draft.addText(text);
      if (type === 'refusal' && typeof refusal === 'string') draft.refusal += refusal;
    }
  }
}

function withStatus(error: Record<string, unknown>): Record<string, unknown> {
  return {
    ...error,
    status: STATUS_OF[String(error['code'])] ?? 500,
    code: undefined,
    name: error['code'],
  };
}

function usageOf(usage: NonNullable<Response['usage']>): TokenUsage {
  const reasoning = usage.output_tokens_details?.reasoning_tokens;
  return {
    ...(isCount(usage.input_tokens) ? { inputTokens: usage.input_tokens } : {}),
    ...(isCount(usage.output_tokens) ? { outputTokens: usage.output_tokens } : {}),
    ...(isCount(reasoning) ? { reasoningTokens: reasoning } : {}),
  };
}
