import type { EvalErrorCode } from '../../../core/errors.ts';
import type { GenerateRequest, GenerateResult, RequestTiming } from '../../../core/generation.ts';
import type { JsonObject } from '../../../core/json.ts';
import { cutAtStop } from '../cut-at-stop.ts';
import type { ModelAdapter } from '../model-adapter.ts';
import { createOnAbort } from '../on-abort.ts';
import { resourcePath } from '../http/base-url.ts';
import { buildPayload, ignoredKeys } from './build-payload.ts';
import type { EndpointFacts } from '../http/classify-status.ts';
import { classifyTransport } from '../http/classify-transport.ts';
import { createConcurrencyController } from '../http/concurrency-controller.ts';
import { encodeMedia } from './encode-media.ts';
import { createEscalation } from '../http/escalation.ts';
import { exchangeJson } from '../http/exchange-json.ts';
import type { AttemptFailure } from '../http/failure.ts';
import { isFailure, judgeCompletion } from './judge-completion.ts';
import type { JudgedAnswer } from './judge-completion.ts';
import { createMediaCache } from './media-cache.ts';
import { orderKey } from '../http/order-key.ts';
import type { PromptLogprobs } from './prompt-logprobs.ts';
import { createCompletionReader } from './read-completion.ts';
import type { RawCompletion } from './read-completion.ts';
import { requestAttempts } from '../http/request-attempts.ts';
import { scorePrompt, type PromptQuestion } from './score-prompt.ts';
import type { OpenAiSettings } from './settings.ts';
import { createTransport } from '../http/transport.ts';

export interface OpenAiAdapterOptions {
  readonly settings: OpenAiSettings;
  readonly apiKey: string | undefined;
  readonly log: (message: string) => void;
  /** Jitter of waits only; results never depend on it. */
  readonly random?: () => number;
}

/** Counts since load; `byCode` holds every attempt that brought no answer, retried or not. */
export interface EndpointStatistics {
  readonly retries: number;
  readonly rateLimited: number;
  readonly byCode: Readonly<Partial<Record<EvalErrorCode, number>>>;
}

export interface OpenAiAdapter extends ModelAdapter {
  statistics(): EndpointStatistics;
}

type Answer = JudgedAnswer & { readonly raw: RawCompletion; readonly endedAtMs: number };

export function createOpenAiAdapter(options: OpenAiAdapterOptions): OpenAiAdapter {
  const { settings, apiKey, log, random = Math.random } = options;
  const facts: EndpointFacts = {
    baseUrl: settings.baseUrl,
    model: settings.model,
    apiKeyEnv: settings.apiKeyEnv,
    apiKey,
  };
  const onAbort = createOnAbort();
  const controller = createConcurrencyController({
    start: settings.concurrency,
    adaptive: settings.adaptive,
  });
  const transport = createTransport({
    baseUrl: settings.baseUrl,
    apiKey,
    connections: Math.max(settings.concurrency, settings.adaptive?.maxConcurrency ?? 0),
    timeoutMs: settings.timeoutMs,
    trustProxyEnvironment: settings.trustProxyEnvironment,
    onAbort,
  });
  const path = resourcePath(settings.baseUrl, 'chat/completions');
  const encode = createMediaCache((media) => encodeMedia(media, settings.maxImageBytes));
  const escalation = createEscalation({ facts, transport });
  const saidIgnored = new Set<string>();
  const byCode: Partial<Record<EvalErrorCode, number>> = {};
  let includeUsage = true;
  let retries = 0;

  const attempt = async (body: string, signal: AbortSignal): Promise<Answer | AttemptFailure> => {
    const reader = createCompletionReader();
    try {
      const { timeoutMs } = settings;
      await transport.exchange({ method: 'POST', path, body, timeoutMs, signal }, reader);
    } catch (error) {
      return classifyTransport(facts, settings.timeoutMs, error);
    }
    const endedAtMs = performance.now();
    const raw = reader.finish();
    const judged = judgeCompletion(facts, raw, settings.checkModel);
    return isFailure(judged) ? judged : { ...judged, raw, endedAtMs };
  };

  const tools = {
    policy: settings,
    controller,
    onAbort,
    random,
    count: (code: EvalErrorCode, isSentAgain: boolean) => {
      byCode[code] = (byCode[code] ?? 0) + 1;
      if (isSentAgain) retries += 1;
    },
  };

  const generate = async (
    request: GenerateRequest,
    signal: AbortSignal,
  ): Promise<GenerateResult> => {
    for (const key of ignoredKeys(request.parameters)) {
      if (saidIgnored.has(key)) continue;
      saidIgnored.add(key);
      log(`openai_compatible does not send the generation setting "${key}".`);
    }
    let body = await buildPayload(request, { settings, encode, includeUsage });
    const since = escalation.mark();
    const once = async () => {
      const outcome = await attempt(body, signal);
      if (includeUsage && refusesStreamOptions(outcome)) {
        includeUsage = false;
        log(`${settings.baseUrl} does not know stream_options: token counts will be missing.`);
      }
      if (refusesStreamOptions(outcome) && body.includes('"stream_options"')) {
        body = await buildPayload(request, { settings, encode, includeUsage });
        return attempt(body, signal);
      }
      return outcome;
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
  };

  const scoreWith =
    (way: Exclude<PromptLogprobs, 'none'>): NonNullable<ModelAdapter['logLikelihood']> =>
    async (request, signal) => {
      const { timeoutMs } = settings;
      const since = escalation.mark();
      let latencyMs = 0;
      const ask = async (question: PromptQuestion): Promise<JsonObject> => {
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
        const payload = { settings, encode, includeUsage };
        const score = await scorePrompt(way, request, payload, ask);
        escalation.succeeded();
        return { ...score, usage: {}, timing: { latencyMs } };
      } catch (error) {
        throw await escalation.judge(error, since, signal);
      }
    };

  const { prefixHashChars, logprobs } = settings;
  return {
    accepts: ['image', 'audio'],
    load: async () => {},
    concurrency: () => controller.current(),
    generate,
    ...(logprobs === 'none' ? {} : { logLikelihood: scoreWith(logprobs) }),
    ...(prefixHashChars === undefined
      ? {}
      : { orderKey: ({ messages }) => orderKey(messages, prefixHashChars) }),
    statistics: () => ({
      retries,
      rateLimited: byCode['rate-limited'] ?? 0,
      byCode: { ...byCode },
    }),
    dispose: () => transport.close(),
  };
}

function refusesStreamOptions(outcome: Answer | AttemptFailure): boolean {
  return (
    'next' in outcome && outcome.status === 400 && outcome.error.message.includes('stream_options')
  );
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
