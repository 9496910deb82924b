import type { EndpointFacts } from '../http/classify-status.ts';
import { bearer } from '../http/transport.ts';
import type { OpenAiSettings } from './settings.ts';

export function openAiFacts(settings: OpenAiSettings, apiKey: string | undefined): EndpointFacts {
  const { baseUrl, model, apiKeyEnv } = settings;
  return {
    baseUrl,
    model,
    apiKeyEnv,
    apiKey,
    resource: 'chat/completions',
    apiName: 'the root of an OpenAI-compatible API; it usually ends in /v1',
  };
}

/** Azure wants the key in a header of its own; gateways want to know which application asks. */
export function openAiHeaders(
  settings: OpenAiSettings,
  apiKey: string | undefined,
): Readonly<Record<string, string>> {
  const key = settings.isAzure
    ? apiKey === undefined
      ? {}
      : { 'api-key': apiKey }
    : bearer(apiKey);
  return { ...key, ...settings.headers };
}
