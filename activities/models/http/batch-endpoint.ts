import { StringDecoder } from 'node:string_decoder';

import { EvalError, isEvalError } from '../../../core/errors.ts';
import type { GenerateRequest, GenerateResult } from '../../../core/generation.ts';
import { cutAtStop } from '../cut-at-stop.ts';
import { resourcePath } from './base-url.ts';
import { classifyStatus, type EndpointFacts } from './classify-status.ts';
import { classifyTransport } from './classify-transport.ts';
import type { AnswerProtocol } from './endpoint-client.ts';
import type { EndpointSettings } from './endpoint-settings.ts';
import type { AttemptFailure } from './failure.ts';
import { isFailure, judgeAnswer } from './judge-answer.ts';
import { createAnswerReader } from './read-answer.ts';
import { requestAttempts, type AttemptTools } from './request-attempts.ts';
import type { ResponseHeaders, Transport } from './transport.ts';

/** Whose rules batches follow: OpenAI's files, or Anthropic's lists. */
export type BatchApi = 'openai' | 'anthropic';

export interface BatchRequest {
  readonly method: 'GET' | 'POST';
  /** Route below the root of the API. */
  readonly resource: string;
  readonly body?: string | Uint8Array;
  readonly contentType?: string;
  /** Sent once: whether it arrived is asked of the provider before it is sent again. */
  readonly isOnce?: boolean;
  /** Takes the body line by line, again from the first one if it broke off; else it is returned. */
  readonly onLine?: (line: string) => void;
}

/** An endpoint's questions and answers apart from their requests, for providers that take them in batches. */
export interface BatchEndpoint {
  readonly api: BatchApi;
  /** Route of a single question. */
  readonly resource: string;
  /** A question's body, as it would be sent alone. */
  ask(request: GenerateRequest, signal: AbortSignal): Promise<string>;
  /** An answer's body, as it would have come alone. */
  read(
    answer: { readonly status: number; readonly body: string },
    stop: readonly string[],
  ): Omit<GenerateResult, 'timing' | 'attempts'> | AttemptFailure;
  send(request: BatchRequest, signal: AbortSignal): Promise<string>;
}

export interface BatchEndpointOptions {
  readonly api: BatchApi;
  readonly protocol: AnswerProtocol;
  readonly settings: EndpointSettings;
  readonly facts: EndpointFacts;
  readonly transport: Transport;
  readonly tools: AttemptTools;
}

export function createBatchEndpoint(options: BatchEndpointOptions): BatchEndpoint {
  const { api, protocol, settings, facts, transport } = options;
  // Limits of calls say nothing about batches.
  const tools = { ...options.tools, gate: undefined };
  return {
    api,
    resource: facts.resource,
    async ask(request, signal) {
      const { body } = await protocol.ask(request, signal);
      if (typeof body === 'string') return body;
      throw new EvalError(
        'model-invalid',
        `Cannot ask ${facts.model} in batches: its questions are no JSON. Remove batch=true.`,
      );
    },
    read(answer, stop) {
      const reader = createAnswerReader(protocol.readBody);
      reader.onHead(answer.status, {});
      reader.onChunk(Buffer.from(answer.body));
      const raw = reader.finish();
      const judged = judgeAnswer(facts, raw, settings.checkModel);
      if (isFailure(judged)) return judged;
      const { text, finishReason } = judged;
      return { text: cutAtStop(text, stop), finishReason, usage: raw.usage };
    },
    async send(request, signal) {
      const once = () => exchangeText(transport, facts, settings.timeoutMs, { ...request, signal });
      try {
        if (request.isOnce !== true) {
          return (await requestAttempts(once, tools, signal)).value.text;
        }
        const outcome = await once();
        if ('error' in outcome) throw outcome.error;
        return outcome.text;
      } catch (error) {
        throw patient(error);
      }
    },
  };
}

async function exchangeText(
  transport: Transport,
  given: EndpointFacts,
  timeoutMs: number,
  request: BatchRequest & { readonly signal: AbortSignal },
): Promise<{ readonly text: string } | AttemptFailure> {
  const { method, resource, body, contentType, onLine, signal } = request;
  const path = resourcePath(given.baseUrl, resource);
  const facts = { ...given, resource, apiName: 'an API with batches' };
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let status = 0;
  let headers: ResponseHeaders = {};
  try {
    await transport.exchange(
      {
        method,
        path,
        ...(body === undefined ? {} : { body }),
        ...(contentType === undefined ? {} : { contentType }),
        timeoutMs,
        signal,
      },
      {
        onSent: () => undefined,
        onHead(answered, answeredHeaders) {
          status = answered;
          headers = answeredHeaders;
        },
        onChunk(chunk) {
          rest += decoder.write(chunk);
          if (onLine === undefined || status !== 200) return;
          const lines = rest.split('\n');
          rest = lines.pop()!;
          for (const line of lines) if (line.trim() !== '') onLine(line);
        },
      },
    );
  } catch (error) {
    return classifyTransport(facts, timeoutMs, error);
  }
  if (status < 200 || status > 299) return classifyStatus(facts, { status, headers, body: rest });
  if (onLine !== undefined && rest.trim() !== '') onLine(rest);
  return { text: rest };
}

const PASSING = /^(endpoint-(error|connection-lost|invalid-response|unreachable)|timed-out)$/;

/** A batch is a day's work: what may pass is waited for by the activity's own retries. */
function patient(error: unknown): unknown {
  if (!isEvalError(error) || error.retry !== 'never') return error;
  const isRoute = error.code === 'endpoint-unreachable' && error.data['status'] !== undefined;
  if (isRoute || !PASSING.test(error.code)) return error;
  const { code, message, data, cause } = error;
  return new EvalError(code, message, { retry: 'backoff', data, cause });
}
