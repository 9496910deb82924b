import { catalogueEntry } from '../../../core/model-catalogue.ts';
import { checkEndpoint } from '../http/check-endpoint.ts';
import { endpointKey } from '../http/endpoint-key.ts';
import { modelKeyOf } from '../http/model-key.ts';
import type { ModelFactory } from '../model-adapter.ts';
import { createOpenAiAdapter } from './openai-adapter.ts';
import { openAiFacts, openAiHeaders } from './openai-facts.ts';
import type { OpenAiId } from './settings.ts';
import { answerDeciding, readSettings } from './settings.ts';

/** Raise when the same arguments would send other requests or read answers differently. */
const ADAPTER_VERSION = 1;

/** The chat-completions API, under its own id or with the defaults of another. */
export function openAiFactory(id: OpenAiId): ModelFactory {
  return {
    ...catalogueEntry(id)!,
    async identify(args, context) {
      const settings = readSettings(args, context, id);
      const apiKey = endpointKey(settings, context);
      const facts = openAiFacts(settings, apiKey);
      const headers = openAiHeaders(settings, apiKey);
      await checkEndpoint({ settings, facts, headers, log: context.log });
      return {
        modelKey: modelKeyOf('openai_compatible', ADAPTER_VERSION, answerDeciding(settings)),
        displayName: settings.model,
        ...(settings.batch === undefined ? {} : { batch: settings.batch }),
      };
    },
    async create(args, context) {
      const settings = readSettings(args, context, id);
      return createOpenAiAdapter({
        settings,
        apiKey: endpointKey(settings, context),
        media: context.media,
        log: context.log,
      });
    },
  };
}
