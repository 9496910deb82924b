import type { EvalErrorCode } from '../../../core/errors.ts';
import type { GenerateRequest, GenerateResult, RequestTiming } from '../../../core/generation.ts';
import type { JsonObject } from '../../../core/json.ts';
import { cutAtStop } from '../cut-at-stop.ts';
import { createOnAbort } from '../on-abort.ts';
import type { EndpointFacts } from './classify-status.ts';
import { classifyTransport } from './classify-transport.ts';
import { createConcurrencyController } from './concurrency-controller.ts';
import type { EndpointSettings } from './endpoint-settings.ts';
import { createEscalation } from './escalation.ts';
import { exchangeJson } from './exchange-json.ts';
import type { AttemptFailure } from './failure.ts';
import { isFailure, judgeAnswer } from './judge-answer.ts';
import type { JudgedAnswer } from './judge-answer.ts';
import { createAnswerReader } from './read-answer.ts';
import type { RawAnswer, ReadBody } from './read-answer.ts';
import { requestAttempts } from './request-attempts.ts';
import { createTransport } from './transport.ts';
import { createBatchEndpoint } from './batch-endpoint.ts';
import type { BatchApi, BatchEndpoint } from './batch-endpoint.ts';

/** One HTTP request that asks one thing. */
export interface EndpointQuestion {
  readonly path: string;
  readonly body: string | Uint8Array;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** How one API puts a request on the wire and what comes back into an answer. */
export interface AnswerProtocol {
  /** Built once and sent for every attempt. */
  ask(request: GenerateRequest, signal: AbortSignal): Promise<EndpointQuestion>;
  readonly readBody: ReadBody;
  /** Whether this refusal taught it to ask in another way, so that the question is built anew. */
  learn?(refusal: AttemptFailure, question: EndpointQuestion): boolean;
}

/** Counts since load; `byCode` holds every attempt that brought no answer, retried or not. */
export interface EndpointStatistics {
  readonly retries: number;
  readonly rateLimited: number;
  readonly byCode: Readonly<Partial<Record<EvalErrorCode, number>>>;
}

export interface EndpointClient {
  concurrency(): number;
  generate(
    protocol: AnswerProtocol,
    request: GenerateRequest,
    signal: AbortSignal,
  ): Promise<GenerateResult>;
  /** Several questions that belong to one request; every answer is a JSON object. */
  exchange<Result>(
    work: (ask: (question: EndpointQuestion) => Promise<JsonObject>) => Promise<Result>,
    signal: AbortSignal,
  ): Promise<{ readonly result: Result; readonly latencyMs: number }>;
  /** The same questions in batches; undefined unless the arguments ask for it. */
  batches(api: BatchApi, protocol: AnswerProtocol): BatchEndpoint | undefined;
  statistics(): EndpointStatistics;
  close(): Promise<void>;
}

export interface EndpointClientOptions {
  readonly settings: EndpointSettings;
  readonly facts: EndpointFacts;
  /** Who asks, in the provider's own way. */
  readonly headers: Readonly<Record<string, string>>;
  /** Jitter of waits only; results never depend on it. */
  readonly random?: (() => number) | undefined;
}

type Answer = JudgedAnswer & { readonly raw: RawAnswer; readonly endedAtMs: number };

/** Sends, waits, retries and counts for every API alike; what is sent and read is the protocol's. */
export function createEndpointClient(options: EndpointClientOptions): EndpointClient {
  const { settings, facts, random = Math.random } = options;
  const { timeoutMs } = settings;
  const onAbort = createOnAbort();
  const controller = createConcurrencyController({
    start: settings.concurrency,
    adaptive: settings.adaptive,
  });
  const transport = createTransport({
    baseUrl: settings.baseUrl,
    headers: options.headers,
    connections: Math.max(settings.concurrency, settings.adaptive?.maxConcurrency ?? 0),
    timeoutMs,
    trustProxyEnvironment: settings.trustProxyEnvironment,
    onAbort,
  });
  const escalation = createEscalation({ facts, transport });
  const byCode: Partial<Record<EvalErrorCode, number>> = {};
  let retries = 0;

  const tools = {
    policy: settings,
    controller,
    onAbort,
    random,
    gate: settings.gate,
    count: (code: EvalErrorCode, isSentAgain: boolean) => {
      byCode[code] = (byCode[code] ?? 0) + 1;
      if (isSentAgain) retries += 1;
    },
  };

  const attempt = async (
    readBody: ReadBody,
    question: EndpointQuestion,
    signal: AbortSignal,
  ): Promise<Answer | AttemptFailure> => {
    const reader = createAnswerReader(readBody);
    try {
      await transport.exchange({ method: 'POST', ...question, timeoutMs, signal }, reader);
    } catch (error) {
      return classifyTransport(facts, timeoutMs, error);
    }
    const endedAtMs = performance.now();
    const raw = reader.finish();
    const judged = judgeAnswer(facts, raw, settings.checkModel);
    return isFailure(judged) ? judged : { ...judged, raw, endedAtMs };
  };

  return {
    concurrency: () => controller.current(),
    async generate(protocol, request, signal) {
      let question = await protocol.ask(request, signal);
      const since = escalation.mark();
      const once = async () => {
        const outcome = await attempt(protocol.readBody, question, signal);
        if (!('next' in outcome) || protocol.learn?.(outcome, question) !== true) return outcome;
        question = await protocol.ask(request, signal);
        return attempt(protocol.readBody, question, signal);
      };
      try {
        const { value, attempts } = await requestAttempts(once, tools, signal);
        const timing = timingOf(value);
        controller.succeeded(timing.latencyMs);
        escalation.succeeded();
        return {
          text: cutAtStop(value.text, request.parameters.stop),
          finishReason: value.finishReason,
          usage: value.raw.usage,
          timing,
          attempts,
        };
      } catch (error) {
        throw await escalation.judge(error, since, signal);
      }
    },
    async exchange(work, signal) {
      const since = escalation.mark();
      let latencyMs = 0;
      const ask = async (question: EndpointQuestion): Promise<JsonObject> => {
        const { value } = await requestAttempts(
          () => exchangeJson(transport, facts, { ...question, timeoutMs, signal }),
          tools,
          signal,
        );
        latencyMs += value.endedAtMs - value.sentAtMs;
        controller.succeeded(value.endedAtMs - value.sentAtMs);
        return value.body;
      };
      try {
        const result = await work(ask);
        escalation.succeeded();
        return { result, latencyMs };
      } catch (error) {
        throw await escalation.judge(error, since, signal);
      }
    },
    batches: (api, protocol) =>
      settings.batch === undefined
        ? undefined
        : createBatchEndpoint({
            api,
            protocol,
            settings,
            facts,
            transport,
            tools,
          }),
    statistics: () => ({
      retries,
      rateLimited: byCode['rate-limited'] ?? 0,
      byCode: { ...byCode },
    }),
    close: () => transport.close(),
  };
}

function timingOf({ raw, endedAtMs }: Answer): RequestTiming {
  const { sentAtMs, firstTokenAtMs, lastTokenAtMs, usage } = raw;
  const latencyMs = endedAtMs - sentAtMs;
  if (firstTokenAtMs === undefined || lastTokenAtMs === undefined) return { latencyMs };
  const intervals = (usage.outputTokens ?? 0) - 1;
  return {
    latencyMs,
    ttftMs: firstTokenAtMs - sentAtMs,
    ...(intervals > 0 ? { tpotMs: (lastTokenAtMs - firstTokenAtMs) / intervals } : {}),
  };
}
