import type { JsonObject } from '../../../core/json.ts';
import { classifyStatus, type EndpointFacts } from './classify-status.ts';
import { classifyTransport } from './classify-transport.ts';
import { failure, type AttemptFailure } from './failure.ts';
import type { ResponseHeaders, Transport } from './transport.ts';

export interface JsonAnswer {
  readonly body: JsonObject;
  readonly sentAtMs: number;
  readonly endedAtMs: number;
}

/** One question whose whole answer is a JSON object. */
export async function exchangeJson(
  transport: Transport,
  facts: EndpointFacts,
  request: {
    readonly path: string;
    readonly body: string | Uint8Array;
    readonly contentType?: string;
    readonly timeoutMs: number;
    readonly signal: AbortSignal;
  },
): Promise<JsonAnswer | AttemptFailure> {
  const chunks: Buffer[] = [];
  let sentAtMs = performance.now();
  let status = 0;
  let headers: ResponseHeaders = {};
  try {
    await transport.exchange(
      { method: 'POST', ...request },
      {
        onSent: () => {
          sentAtMs = performance.now();
        },
        onHead(answered, answeredHeaders) {
          status = answered;
          headers = answeredHeaders;
        },
        onChunk: (chunk) => chunks.push(chunk),
      },
    );
  } catch (error) {
    return classifyTransport(facts, request.timeoutMs, error);
  }
  const endedAtMs = performance.now();
  const text = Buffer.concat(chunks).toString('utf8');
  if (status !== 200) return classifyStatus(facts, { status, headers, body: text });
  try {
    return { body: JSON.parse(text) as JsonObject, sentAtMs, endedAtMs };
  } catch (cause) {
    return failure(
      'endpoint-invalid-response',
      `The endpoint ${facts.baseUrl} answered with something that is not JSON: ${JSON.stringify(text.slice(0, 80))}.`,
      { next: 'again', status, cause },
    );
  }
}
