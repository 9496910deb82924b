import { StringDecoder } from 'node:string_decoder';

import { createParser } from 'eventsource-parser';

import type { FinishReason, TokenUsage } from '../../../core/generation.ts';
import type { ResponseHeaders, ResponseSink } from './transport.ts';

/** More text than any model writes; protects this process from an endpoint that never stops. */
const MAX_RESPONSE_BYTES = 32 * 1024 * 1024;
/** Enough of an error body to find its message. */
const MAX_ERROR_CHARS = 64 * 1024;

/** What came back, before anything is judged. Times are of performance.now(). */
export interface RawAnswer {
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
  /** Why the prompt was turned away before the model saw it; undefined where it was not. */
  blocked: string | undefined;
  finishReason: FinishReason | undefined;
  /** An empty text is an answer, as it is to silence. */
  mayBeEmpty: boolean;
  /** Model name that the endpoint says has answered. */
  model: string | undefined;
  usage: TokenUsage;
}

/** Fields that a protocol fills in while the body arrives; text goes through the two functions. */
export type AnswerDraft = Pick<
  RawAnswer,
  'refusal' | 'blocked' | 'finishReason' | 'mayBeEmpty' | 'model' | 'usage' | 'embeddedError'
> & {
  addText(piece: string): void;
  /** Something of the model arrived that is no part of the answer: thoughts, a tool call. */
  touch(): void;
};

/** Puts one event, or a whole body, of some protocol into the draft; throws what is wrong with it. */
export type ReadBody = (value: Record<string, unknown>, draft: AnswerDraft) => void;

export interface AnswerReader extends ResponseSink {
  /** Call once after the last byte. */
  finish(): RawAnswer;
}

/** Reads an answer, streamed or whole, whichever the endpoint chose to send. */
export function createAnswerReader(readBody: ReadBody): AnswerReader {
  const decoder = new StringDecoder('utf8');
  const parts: string[] = [];
  const body: string[] = [];
  let isStream = false;
  const raw: RawAnswer & AnswerDraft = {
    ...emptyAnswer(),
    addText(piece) {
      if (piece === '') return;
      parts.push(piece);
      raw.touch();
    },
    touch() {
      raw.lastTokenAtMs = performance.now();
      raw.firstTokenAtMs ??= raw.lastTokenAtMs;
    },
  };

  const parse = (text: string) => {
    try {
      const value: unknown = JSON.parse(text);
      if (typeof value !== 'object' || value === null) throw new Error('it is not an object');
      readBody(value as Record<string, unknown>, raw);
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
        const isComplete =
          raw.finishReason !== undefined ||
          raw.embeddedError !== undefined ||
          raw.blocked !== undefined;
        if (!isComplete && raw.bodyBytes > 0) {
          raw.malformed ??= 'the stream ended without a finish reason';
        }
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

export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

/** An error as an object, whatever a server sent in its place. */
export function errorRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)
    : { message: String(value) };
}

function emptyAnswer(): RawAnswer {
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
    blocked: undefined,
    finishReason: undefined,
    mayBeEmpty: false,
    model: undefined,
    usage: {},
  };
}
