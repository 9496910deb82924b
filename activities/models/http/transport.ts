import { EnvHttpProxyAgent, Pool } from 'undici';
import type { Dispatcher } from 'undici';

import { cancelledError } from '../sleep.ts';
import type { OnAbort } from '../on-abort.ts';
import { isLoopback } from './base-url.ts';

/** Time for a TCP and TLS handshake; longer means that nobody is there. */
const CONNECT_TIMEOUT_MS = 10_000;
/** Idle connections are kept between waves of requests; most servers close theirs after 5–75 s. */
const KEEP_ALIVE_MS = 30_000;

/** Takes a response as it arrives. An exception from a callback ends the exchange with that error. */
export interface ResponseSink {
  onSent(): void;
  onHead(status: number, headers: ResponseHeaders): void;
  onChunk(chunk: Buffer): void;
}

export type ResponseHeaders = Readonly<Record<string, string | string[] | undefined>>;

export interface Exchange {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: string | Uint8Array;
  /** Of the body; JSON where absent. */
  readonly contentType?: string;
  /** Of this request alone. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds from here to the last byte. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** The exchange took longer than its limit; the connection is given up. */
export class ExchangeTimeout extends Error {
  override readonly name = 'ExchangeTimeout';
}

export interface Transport {
  /** Resolves after the last byte; rejects with undici's error, ExchangeTimeout, or `cancelled`. */
  exchange(exchange: Exchange, sink: ResponseSink): Promise<void>;
  close(): Promise<void>;
}

export interface TransportOptions {
  readonly baseUrl: string;
  /** Sent with every request: who asks, in the provider's own way. */
  readonly headers: Readonly<Record<string, string>>;
  readonly connections: number;
  readonly timeoutMs: number;
  readonly trustProxyEnvironment: boolean;
  readonly onAbort: OnAbort;
}

/**
 * Requests over kept-alive connections, one at a time on each. Built on undici's dispatch rather than
 * its fetch or request: no streams, no AbortController and no promise per chunk, which is most of the
 * CPU time of a short answer.
 */
export function createTransport(options: TransportOptions): Transport {
  const { origin } = new URL(options.baseUrl);
  const dispatcher = createDispatcher(origin, options);
  const common = {
    accept: 'text/event-stream, application/json',
    'user-agent': 'assay',
    ...options.headers,
  };

  const exchange = (request: Exchange, sink: ResponseSink) =>
    new Promise<void>((resolve, reject) => {
      let controller: Dispatcher.DispatchController | undefined;
      let isOver = false;
      const finish = (error?: Error) => {
        if (isOver) return;
        isOver = true;
        clearTimeout(timer);
        forget();
        if (error === undefined) {
          resolve();
          return;
        }
        controller?.abort(error);
        reject(error);
      };
      const guarded = (step: () => void) => {
        if (isOver) return;
        try {
          step();
        } catch (error) {
          finish(error as Error);
        }
      };
      const timer = setTimeout(() => finish(new ExchangeTimeout()), request.timeoutMs);
      const forget = options.onAbort(request.signal, () => finish(cancelledError()));
      try {
        dispatcher.dispatch(
          {
            origin,
            path: request.path,
            method: request.method,
            body: request.body ?? null,
            headers: {
              ...common,
              ...request.headers,
              'content-type': request.contentType ?? 'application/json',
            },
          },
          {
            onRequestStart(started) {
              controller = started;
              if (isOver) started.abort(cancelledError());
              else sink.onSent();
            },
            onResponseStart: (_, status, responseHeaders) =>
              guarded(() => sink.onHead(status, responseHeaders)),
            onResponseData: (_, chunk) => guarded(() => sink.onChunk(chunk)),
            onResponseEnd: () => finish(),
            onResponseError: (_, error) => finish(error),
          },
        );
      } catch (error) {
        finish(error as Error);
      }
    });

  return {
    exchange: (request, sink) =>
      request.signal.aborted ? Promise.reject(cancelledError()) : exchange(request, sink),
    close: () => dispatcher.destroy(),
  };
}

/** The header that most APIs want a key in. */
export function bearer(apiKey: string | undefined): Readonly<Record<string, string>> {
  return apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` };
}

function createDispatcher(origin: string, options: TransportOptions): Dispatcher {
  const pool = {
    connections: options.connections,
    pipelining: 1,
    // Backstops: undici's timers watch the gaps between bytes, ours the whole exchange.
    headersTimeout: options.timeoutMs,
    bodyTimeout: options.timeoutMs,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connect: { timeout: CONNECT_TIMEOUT_MS },
  };
  return options.trustProxyEnvironment && !isLoopback(options.baseUrl)
    ? new EnvHttpProxyAgent(pool)
    : new Pool(origin, pool);
}
