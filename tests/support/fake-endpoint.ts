import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

import { drawFault } from './fake-endpoint-faults.ts';
import type { Fault, FaultRates } from './fake-endpoint-faults.ts';
import { breakOff, sendError, sendJson, sendStream } from './fake-endpoint-responses.ts';

export interface FakeRequestBody {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: unknown }[];
  readonly stream?: boolean;
  readonly stop?: readonly string[];
  readonly [key: string]: unknown;
}

export interface FakeEndpointOptions {
  readonly port?: number;
  /** Before the first token. */
  readonly latencyMs?: number;
  /** Pieces of a streamed answer, `chunkDelayMs` apart. */
  readonly streamChunks?: number;
  readonly chunkDelayMs?: number;
  /** The answer's text; default: a letter A–E picked by the prompt's digest. */
  readonly answer?: (body: FakeRequestBody) => string;
  /** Called as a question comes in. */
  readonly onRequest?: () => void;
  /** Text sent as reasoning_content before the answer. */
  readonly reasoning?: string;
  readonly faults?: FaultRates;
  readonly apiKey?: string;
  readonly models?: readonly string[];
}

export interface FakeEndpointStats {
  readonly requests: number;
  /** Answers sent whole, faulty ones not counted. */
  readonly answered: number;
  /** Answers to prompts that had been answered before: work paid for twice. */
  readonly answeredAgain: number;
  readonly prompts: number;
  readonly maxInFlight: number;
  /** Of the clock that all processes share (Date.now); null before the first. */
  readonly firstRequestAtMs: number | null;
  readonly lastAnswerAtMs: number | null;
  readonly byFault: Readonly<Partial<Record<Fault, number>>>;
}

export interface FakeEndpoint {
  /** Ends in /v1. */
  readonly baseUrl: string;
  stats: () => FakeEndpointStats;
  /** Bodies received, newest last; only the latest thousand. */
  readonly received: readonly FakeRequestBody[];
  stop: () => Promise<void>;
}

const KEPT_BODIES = 1000;

/**
 * An OpenAI-compatible server on loopback whose answers depend on the prompt alone. It writes each
 * answer with as few system calls as it can, so that a benchmark measures its client.
 */
export async function startFakeEndpoint(options: FakeEndpointOptions = {}): Promise<FakeEndpoint> {
  const models = options.models ?? ['fake-model'];
  const prompts = new Map<string, { attempts: number; answered: number }>();
  const received: FakeRequestBody[] = [];
  const byFault: Partial<Record<Fault, number>> = {};
  let requests = 0;
  let answered = 0;
  let answeredAgain = 0;
  let inFlight = 0;
  let maxInFlight = 0;
  let firstRequestAtMs: number | null = null;
  let lastAnswerAtMs: number | null = null;

  const stats = (): FakeEndpointStats => ({
    requests,
    answered,
    answeredAgain,
    prompts: prompts.size,
    maxInFlight,
    firstRequestAtMs,
    lastAnswerAtMs,
    byFault: { ...byFault },
  });
  const forget = () => {
    prompts.clear();
    received.length = 0;
    for (const fault of Object.keys(byFault) as Fault[]) delete byFault[fault];
    requests = answered = answeredAgain = maxInFlight = 0;
    firstRequestAtMs = lastAnswerAtMs = null;
  };

  const complete = async (body: FakeRequestBody, response: ServerResponse) => {
    const digest = promptDigest(body);
    const prompt = prompts.get(digest) ?? { attempts: 0, answered: 0 };
    prompts.set(digest, prompt);
    const { ceiling = Infinity } = options.faults?.status429 ?? {};
    const isOver = inFlight > ceiling;
    if (!isOver) prompt.attempts += 1;
    const fault = isOver ? 'status429' : drawFault(options.faults ?? {}, digest, prompt.attempts);
    if (fault !== undefined) byFault[fault] = (byFault[fault] ?? 0) + 1;
    if (fault === 'status429') {
      const seconds = options.faults?.status429?.retryAfterS;
      const headers = seconds === undefined ? {} : { 'retry-after': String(seconds) };
      return sendError(response, 429, 'Rate limit reached', headers);
    }
    if (fault === 'hang') return;
    if (options.latencyMs) await delay(options.latencyMs);
    // A client that was killed meanwhile gets no answer.
    if (response.socket?.writable !== true) return;
    if (fault === 'status500') return sendError(response, 500, 'Internal error');
    if (fault === 'status503') return sendError(response, 503, 'Overloaded');
    if (fault === 'emptyBody') return void response.writeHead(200).end();
    if (fault === 'invalidJson') return sendJson(response, 200, '{"choices": [{"mess');
    if (!models.includes(body.model)) {
      return sendError(response, 404, `The model \`${body.model}\` does not exist.`);
    }
    const text = fault === 'emptyAnswer' ? '' : (options.answer?.(body) ?? letterOf(digest));
    const model = fault === 'wrongModel' ? 'somebody-else' : body.model;
    if (fault === undefined) {
      response.once('finish', () => {
        answered += 1;
        lastAnswerAtMs = Date.now();
        if (prompt.answered > 0) answeredAgain += 1;
        prompt.answered += 1;
      });
    }
    const answer = { text, model, fault, usage: usageOf(body, text, fault) };
    if (body.stream === true) return sendStream(response, answer, options);
    const message = { role: 'assistant', content: text, reasoning_content: options.reasoning };
    const choices = [{ index: 0, message, finish_reason: 'stop' }];
    const json = JSON.stringify({ id: 'fake', model, choices, usage: answer.usage });
    if (fault === 'reset') return breakOff(response, json);
    return sendJson(response, 200, json);
  };

  const onChat = (body: string, response: ServerResponse) => {
    requests += 1;
    firstRequestAtMs ??= Date.now();
    options.onRequest?.();
    inFlight += 1;
    maxInFlight = Math.max(maxInFlight, inFlight);
    response.once('close', () => {
      inFlight -= 1;
    });
    const parsed = JSON.parse(body) as FakeRequestBody;
    received.push(parsed);
    if (received.length > KEPT_BODIES) received.shift();
    complete(parsed, response).catch((error: unknown) => {
      sendError(response, 500, String(error));
    });
  };

  const server = createServer(
    { keepAlive: true, keepAliveTimeout: 60_000 },
    (request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://fake');
      if (pathname === '/stats') {
        const before = JSON.stringify(stats());
        if (request.method === 'DELETE') forget();
        return sendJson(response, 200, before);
      }
      const { authorization } = request.headers;
      if (options.apiKey !== undefined && authorization !== `Bearer ${options.apiKey}`) {
        request.resume();
        return sendError(response, 401, 'Incorrect API key provided');
      }
      if (pathname === '/v1/models') {
        const data = models.map((id) => ({ id, object: 'model' }));
        return sendJson(response, 200, JSON.stringify({ object: 'list', data }));
      }
      if (pathname !== '/v1/chat/completions') {
        request.resume();
        return sendError(response, 404, 'Not Found');
      }
      readBody(request, (body) => onChat(body, response));
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    stats,
    received,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** SHA-256 of the messages: what counts as the same question. */
function promptDigest(body: FakeRequestBody): string {
  return createHash('sha256').update(JSON.stringify(body.messages)).digest('hex');
}

/** The default answer to a prompt with this digest. */
function letterOf(digest: string): string {
  return 'ABCDE'.charAt(Number.parseInt(digest.slice(0, 8), 16) % 5);
}

function usageOf(body: FakeRequestBody, text: string, fault: Fault | undefined): object {
  const promptTokens = Math.ceil(JSON.stringify(body.messages).length / 4);
  const completionTokens = fault === 'emptyAnswer' ? 0 : Math.max(1, Math.ceil(text.length / 4));
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    completion_tokens_details: { reasoning_tokens: 0 },
  };
}

function readBody(request: IncomingMessage, onBody: (body: string) => void): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => onBody(Buffer.concat(chunks).toString('utf8')));
}
