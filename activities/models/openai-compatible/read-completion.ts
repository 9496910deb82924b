import { StringDecoder } from 'node:string_decoder';

import { createParser } from 'eventsource-parser';

import type { FinishReason, TokenUsage } from '../../../core/generation.ts';
import type { ResponseHeaders, ResponseSink } from '../http/transport.ts';

/** More text than any model writes; protects this process from an endpoint that never stops. */
const MAX_RESPONSE_BYTES = 32 * 1024 * 1024;
/** Enough of an error body to find its message. */
const MAX_ERROR_CHARS = 64 * 1024;

/** What came back, before anything is judged. Times are of performance.now(). */
export interface RawCompletion {
  sentAtMs: number;
  firstTokenAtMs: number | undefined;
  lastTokenAtMs: number | undefined;
  status: number;
  headers: ResponseHeaders;
  /** Of a refusal by HTTP status: the body's text. */
  errorBody: string;
  /** An error object inside a body of status 200. */
  embeddedError: Record<string, unknown> | undefined;
  /** Why the body cannot be read; undefined when it can. */
  malformed: string | undefined;
  bodyBytes: number;
  text: string;
  refusal: string;
  finishReason: FinishReason | undefined;
  /** Model name that the endpoint says has answered. */
  model: string | undefined;
  usage: TokenUsage;
}

interface Delta {
  readonly content?: unknown;
  readonly refusal?: unknown;
  readonly reasoning_content?: unknown;
  readonly reasoning?: unknown;
  readonly tool_calls?: unknown;
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

export interface CompletionReader extends ResponseSink {
  /** Call once after the last byte. */
  finish(): RawCompletion;
}

/** Reads a chat completion, streamed or whole, whichever the endpoint chose to send. */
export function createCompletionReader(): CompletionReader {
  const raw = emptyCompletion();
  const decoder = new StringDecoder('utf8');
  const parts: string[] = [];
  const body: string[] = [];
  let isStream = false;

  const onDelta = (delta: Delta | null | undefined) => {
    if (!delta) return;
    const { content } = delta;
    const hasContent = typeof content === 'string' && content !== '';
    if (hasContent) parts.push(content);
    if (typeof delta.refusal === 'string') raw.refusal += delta.refusal;
    // Thoughts are counted by usage and timed, but are no part of the answer.
    if (hasContent || delta.reasoning_content || delta.reasoning || delta.tool_calls) {
      raw.lastTokenAtMs = performance.now();
      raw.firstTokenAtMs ??= raw.lastTokenAtMs;
    }
  };
  const onBody = (value: CompletionBody) => {
    if (typeof value !== 'object' || value === null) throw new Error('it is not an object');
    if (value.error) raw.embeddedError = asRecord(value.error);
    if (typeof value.model === 'string' && value.model !== '') raw.model ??= value.model;
    const choice = value.choices?.[0];
    if (choice !== undefined) {
      onDelta(choice.delta ?? choice.message);
      if (typeof choice.finish_reason === 'string') {
        raw.finishReason = finishReasonOf(choice.finish_reason);
      }
    }
    if (value.usage) raw.usage = usageOf(value.usage);
  };
  const parse = (text: string) => {
    try {
      onBody(JSON.parse(text) as CompletionBody);
    } catch (error) {
      raw.malformed ??= `${(error as Error).message} in ${JSON.stringify(text.slice(0, 80))}`;
    }
  };
  const events = createParser({
    onEvent: (event) => {
      if (event.data !== '[DONE]') parse(event.data);
    },
  });

  return {
    onSent() {
      raw.sentAtMs = performance.now();
    },
    onHead(status, headers) {
      raw.status = status;
      raw.headers = headers;
      isStream = status === 200 && String(headers['content-type']).includes('event-stream');
    },
    onChunk(chunk) {
      raw.bodyBytes += chunk.length;
      if (raw.bodyBytes > MAX_RESPONSE_BYTES) throw new ResponseTooLong();
      const text = decoder.write(chunk);
      if (isStream) events.feed(text);
      else body.push(text);
    },
    finish() {
      if (isStream) {
        // Some servers end without the blank line that closes the last event.
        events.feed('\n\n');
        raw.malformed ??=
          raw.finishReason === undefined && raw.embeddedError === undefined && raw.bodyBytes > 0
            ? 'the stream ended without a finish reason'
            : undefined;
      } else if (raw.status === 200) {
        const text = body.join('');
        if (text.trim() !== '') parse(text);
        // A whole body cannot have been cut short, so a server without finish reasons is believed.
        if (raw.malformed === undefined) raw.finishReason ??= 'stop';
        raw.firstTokenAtMs = undefined;
      } else {
        raw.errorBody = body.join('').slice(0, MAX_ERROR_CHARS);
      }
      raw.text = parts.join('');
      return raw;
    },
  };
}

export class ResponseTooLong extends Error {
  override readonly name = 'ResponseTooLong';
}

function emptyCompletion(): RawCompletion {
  return {
    sentAtMs: performance.now(),
    firstTokenAtMs: undefined,
    lastTokenAtMs: undefined,
    status: 0,
    headers: {},
    errorBody: '',
    embeddedError: undefined,
    malformed: undefined,
    bodyBytes: 0,
    text: '',
    refusal: '',
    finishReason: undefined,
    model: undefined,
    usage: {},
  };
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

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)
    : { message: String(value) };
}
