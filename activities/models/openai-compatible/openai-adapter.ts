import type { GenerateRequest } from '../../../core/generation.ts';
import type { MediaService } from '../../media/media-service.ts';
import { resourcePath } from '../http/base-url.ts';
import type { EndpointFacts } from '../http/classify-status.ts';
import { createEndpointClient } from '../http/endpoint-client.ts';
import type {
  AnswerProtocol,
  EndpointQuestion,
  EndpointStatistics,
} from '../http/endpoint-client.ts';
import type { AttemptFailure } from '../http/failure.ts';
import { orderKey } from '../http/order-key.ts';
import { createSaidOnce } from '../http/said-once.ts';
import type { ModelAdapter } from '../model-adapter.ts';
import { buildPayload, ignoredKeys } from './build-payload.ts';
import { encodeMedia } from './encode-media.ts';
import { createMediaCache } from './media-cache.ts';
import { openAiFacts, openAiHeaders } from './openai-facts.ts';
import type { PromptLogprobs } from './prompt-logprobs.ts';
import { readCompletion } from './read-completion.ts';
import { scorePrompt } from './score-prompt.ts';
import type { OpenAiSettings } from './settings.ts';

export interface OpenAiAdapterOptions {
  readonly settings: OpenAiSettings;
  readonly apiKey: string | undefined;
  readonly media: MediaService;
  readonly log: (message: string) => void;
  /** Jitter of waits only; results never depend on it. */
  readonly random?: () => number;
}

export interface OpenAiAdapter extends ModelAdapter {
  statistics(): EndpointStatistics;
}

export function createOpenAiAdapter(options: OpenAiAdapterOptions): OpenAiAdapter {
  const { settings, apiKey, log, random } = options;
  const facts: EndpointFacts = openAiFacts(settings, apiKey);
  const headers = openAiHeaders(settings, apiKey);
  const client = createEndpointClient({ settings, facts, headers, random });
  const path = resourcePath(settings.baseUrl, facts.resource);
  const { media: forms, maxImageBytes, messageFormat } = settings;
  const encode = createMediaCache(
    (medium) =>
      encodeMedia(medium, { service: options.media, forms, maxImageBytes, messageFormat }),
    forms.keptItems,
  );
  const sayIgnored = createSaidOnce(
    (key) => `${settings.id} does not send the generation setting "${key}".`,
    log,
  );
  let includeUsage = true;
  let reasons = false;

  const protocol: AnswerProtocol = {
    async ask(request) {
      ignoredKeys(request.parameters).forEach(sayIgnored);
      const payload = { settings, encode, includeUsage, reasons };
      return { path, body: await buildPayload(request, payload) };
    },
    readBody: readCompletion,
    learn(refusal, question) {
      if (wantsCompletionTokens(refusal) && settings.tokenField === 'auto') {
        if (!reasons) {
          reasons = true;
          log(
            `${settings.model} is asked as a reasoning model from now on: with max_completion_tokens, without temperature and stop strings.`,
          );
        }
        return typeof question.body === 'string' && question.body.includes('"max_tokens"');
      }
      if (!refusesStreamOptions(refusal)) return false;
      if (includeUsage) {
        includeUsage = false;
        log(`${settings.baseUrl} does not know stream_options: token counts will be missing.`);
      }
      return asksForUsage(question);
    },
  };

  const scoreWith =
    (way: Exclude<PromptLogprobs, 'none'>): NonNullable<ModelAdapter['logLikelihood']> =>
    async (request, signal) => {
      const payload = { settings, encode, includeUsage };
      const { result, latencyMs } = await client.exchange(
        (ask) => scorePrompt(way, request, payload, ask),
        signal,
      );
      return { ...result, usage: {}, timing: { latencyMs } };
    };

  const batches = client.batches('openai', protocol);
  const { prefixHashChars, logprobs } = settings;
  return {
    accepts: ['image', 'audio', 'video', 'document'],
    load: async () => {},
    concurrency: () => client.concurrency(),
    generate: (request: GenerateRequest, signal) => client.generate(protocol, request, signal),
    ...(logprobs === 'none' ? {} : { logLikelihood: scoreWith(logprobs) }),
    ...(prefixHashChars === undefined
      ? {}
      : { orderKey: ({ messages }) => orderKey(messages, prefixHashChars) }),
    ...(batches === undefined ? {} : { batches }),
    statistics: () => client.statistics(),
    dispose: () => client.close(),
  };
}

function refusesStreamOptions({ status, error }: AttemptFailure): boolean {
  return status === 400 && error.message.includes('stream_options');
}

/** Names of deployments do not tell which model is behind them; its refusal does. */
function wantsCompletionTokens({ status, error }: AttemptFailure): boolean {
  return status === 400 && error.message.includes('max_completion_tokens');
}

function asksForUsage({ body }: EndpointQuestion): boolean {
  return typeof body === 'string' && body.includes('"stream_options"');
}
