import { createHash } from 'node:crypto';

import { EvalError } from '../../../core/errors.ts';
import { canonicalJson } from '../../../core/json.ts';
import { catalogueEntry } from '../../../core/model-catalogue.ts';
import type { ModelContext, ModelFactory } from '../model-adapter.ts';
import { createOnAbort } from '../on-abort.ts';
import { classifyStatus } from '../http/classify-status.ts';
import { classifyTransport } from '../http/classify-transport.ts';
import { listModels } from '../http/list-models.ts';
import { createOpenAiAdapter } from './openai-adapter.ts';
import { answerDeciding, readSettings } from './settings.ts';
import type { OpenAiSettings } from './settings.ts';
import { ExchangeTimeout, createTransport } from '../http/transport.ts';

/** Raise when the same arguments would send other requests or read answers differently. */
const ADAPTER_VERSION = 1;

export const openAiFactory: ModelFactory = {
  ...catalogueEntry('openai_compatible')!,
  async identify(args, context) {
    const settings = readSettings(args, context);
    await checkEndpoint(settings, context);
    const facts = {
      adapter: 'openai_compatible',
      version: ADAPTER_VERSION,
      ...answerDeciding(settings),
    };
    return {
      modelKey: createHash('sha256').update(canonicalJson(facts)).digest('hex').slice(0, 24),
      displayName: settings.model,
    };
  },
  async create(args, context) {
    const settings = readSettings(args, context);
    return createOpenAiAdapter({ settings, apiKey: apiKeyOf(settings, context), log: context.log });
  },
};

function apiKeyOf(settings: OpenAiSettings, context: ModelContext): string | undefined {
  const key = settings.needsKey
    ? context.secret(settings.apiKeyEnv)
    : context.optionalSecret(settings.apiKeyEnv);
  // Keys read from files end in a newline, which no header may hold.
  return key?.trim();
}

/**
 * One cheap question before any work: is somebody there, and is the key good? Not every server lists
 * its models, so any other answer (and a slow one) is no objection.
 */
async function checkEndpoint(settings: OpenAiSettings, context: ModelContext): Promise<void> {
  const apiKey = apiKeyOf(settings, context);
  const { baseUrl, model, apiKeyEnv, timeoutMs, trustProxyEnvironment } = settings;
  const facts = { baseUrl, model, apiKeyEnv, apiKey };
  const onAbort = createOnAbort();
  const transport = createTransport({
    baseUrl,
    apiKey,
    connections: 1,
    timeoutMs,
    trustProxyEnvironment,
    onAbort,
  });
  try {
    const list = await listModels(transport, baseUrl, new AbortController().signal);
    if (list.status === 401 || list.status === 403) {
      throw classifyStatus(facts, list).error;
    }
    if (list.names !== undefined && !list.names.includes(model)) {
      context.log(
        `${baseUrl} does not list ${JSON.stringify(model)} among its models; trying anyway.`,
      );
    }
  } catch (error) {
    if (error instanceof ExchangeTimeout) return;
    const judged = classifyTransport(facts, timeoutMs, error).error;
    if (judged.code === 'endpoint-unreachable') throw neverRetried(judged);
    if (judged.code === 'endpoint-denied') throw judged;
  } finally {
    await transport.close();
  }
}

/** Before the run begins a person is waiting: better to say so now than to wait for a server. */
function neverRetried(error: EvalError): EvalError {
  return new EvalError(error.code, error.message, { cause: error.cause, data: error.data });
}
