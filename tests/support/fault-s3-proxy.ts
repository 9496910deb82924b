import { createHash } from 'node:crypto';
import {
  Agent,
  createServer,
  request as forward,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** Shares of requests that go wrong, by (kind of request, how many of it came before). */
export interface S3FaultRates {
  readonly seed: number;
  readonly status503?: number;
  readonly slow?: number;
  readonly slowMs?: number;
  /** GET only: the body ends half-way, the length promised all of it. */
  readonly truncated?: number;
  /** The connection is reset before the server hears of the request. */
  readonly resetBefore?: number;
  /** The server has done the work, but the reply is lost. */
  readonly resetAfter?: number;
  /** Conditional writes only: two writers met. */
  readonly conflict?: number;
}

export type S3Fault =
  | 'status503'
  | 'slow'
  | 'truncated'
  | 'resetBefore'
  | 'resetAfter'
  | 'conflict';

export interface S3Proxy {
  readonly endpoint: string;
  requests(): number;
  byFault(): Readonly<Partial<Record<S3Fault, number>>>;
  stop(): Promise<void>;
}

/**
 * A faulty network before a real S3 server. Requests pass on with the Host header they came with, which
 * their signatures cover, so the server accepts them although they name the proxy.
 */
export async function startS3Proxy(target: string, rates: S3FaultRates): Promise<S3Proxy> {
  const { hostname, port } = new URL(target);
  const agent = new Agent({ keepAlive: true });
  const occurrences = new Map<string, number>();
  const byFault: Partial<Record<S3Fault, number>> = {};
  let requests = 0;

  const handle = async (incoming: IncomingMessage, response: ServerResponse) => {
    requests += 1;
    const path = incoming.url ?? '/';
    const isConditional = incoming.headers['if-none-match'] !== undefined;
    const kind = `${incoming.method}${isConditional ? ' if absent' : ''}`;
    const occurrence = (occurrences.get(kind) ?? 0) + 1;
    occurrences.set(kind, occurrence);
    const fault = drawFault(rates, kind, occurrence);
    if (fault !== undefined) byFault[fault] = (byFault[fault] ?? 0) + 1;

    const body = await readAll(incoming);
    if (fault === 'resetBefore') return void incoming.socket.resetAndDestroy();
    if (fault === 'status503') return sendError(response, 503, 'SlowDown');
    if (fault === 'conflict') return sendError(response, 409, 'ConditionalRequestConflict');
    if (fault === 'slow') await delay(rates.slowMs ?? 300);
    const { method, headers } = incoming;
    const onward = forward({ hostname, port, method, path, headers, agent }, (reply) => {
      if (fault === 'resetAfter') {
        reply.resume();
        reply.once('end', () => incoming.socket.resetAndDestroy());
      } else if (fault === 'truncated') {
        void cutShort(reply, response);
      } else {
        response.writeHead(reply.statusCode ?? 502, reply.rawHeaders);
        reply.pipe(response);
      }
    });
    onward.once('error', () => incoming.socket.destroy());
    onward.end(body);
  };

  const server = createServer((incoming, response) => {
    handle(incoming, response).catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const own = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${own.port}`,
    requests: () => requests,
    byFault: () => ({ ...byFault }),
    stop: () =>
      new Promise((resolve) => {
        agent.destroy();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function drawFault(rates: S3FaultRates, kind: string, occurrence: number): S3Fault | undefined {
  const digest = createHash('sha256').update(`${rates.seed}|${kind}|${occurrence}`).digest();
  let value = digest.readUIntBE(0, 6) / 2 ** 48;
  const candidates: readonly [S3Fault, number | undefined][] = [
    ['status503', rates.status503],
    ['slow', rates.slow],
    ['resetBefore', rates.resetBefore],
    ['resetAfter', rates.resetAfter],
    ['truncated', kind === 'GET' ? rates.truncated : 0],
    ['conflict', kind === 'PUT if absent' ? rates.conflict : 0],
  ];
  for (const [fault, share = 0] of candidates) {
    value -= share;
    if (value < 0) return fault;
  }
  return undefined;
}

async function cutShort(reply: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readAll(reply);
  response.writeHead(reply.statusCode ?? 502, reply.rawHeaders);
  const half = body.subarray(0, Math.floor(body.length / 2));
  response.write(half, () => response.socket?.destroy());
  if (half.length === 0) response.socket?.destroy();
}

function sendError(response: ServerResponse, status: number, code: string): void {
  const xml = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>injected</Message></Error>`;
  response.writeHead(status, {
    'content-type': 'application/xml',
    'content-length': Buffer.byteLength(xml),
  });
  response.end(xml);
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
