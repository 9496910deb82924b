import type { GenerateRequest } from '../../../core/generation.ts';
import type { JsonObject } from '../../../core/json.ts';
import type { Media, MediaKind } from '../../../core/media.ts';
import { catalogueEntry } from '../../../core/model-catalogue.ts';
import { readMediaForms } from '../media-forms.ts';
import type { MediaForms } from '../media-forms.ts';
import type { ModelAdapter, ModelArguments, ModelContext, ModelFactory } from '../model-adapter.ts';
import { createMediaCache } from '../openai-compatible/media-cache.ts';
import { readArguments } from '../read-arguments.ts';
import type { ArgumentReader } from '../read-arguments.ts';
import type { BatchApi } from './batch-endpoint.ts';
import { checkEndpoint } from './check-endpoint.ts';
import type { EndpointFacts } from './classify-status.ts';
import { createEndpointClient } from './endpoint-client.ts';
import type { AnswerProtocol } from './endpoint-client.ts';
import { endpointKey } from './endpoint-key.ts';
import { readEndpointSettings, withoutLiteralKey } from './endpoint-settings.ts';
import type { EndpointDefaults, EndpointSettings } from './endpoint-settings.ts';
import { modelKeyOf } from './model-key.ts';
import { orderKey } from './order-key.ts';
import { createSaidOnce } from './said-once.ts';
import { sendMedia } from './send-media.ts';
import type { MediaTerms, SentMedia } from './send-media.ts';

/** What a protocol has at hand while it writes requests. */
export interface ProtocolTools<Own> {
  readonly settings: EndpointSettings;
  readonly own: Own;
  /** A medium as content parts, made once for all questions about it. */
  readonly encode: (media: Media) => Promise<readonly JsonObject[]>;
  /** Says once that a generation setting is not sent. */
  readonly ignore: (name: string) => void;
  readonly log: (message: string) => void;
}

/** All that sets one API apart from the others. */
export interface ApiDefinition<Own extends object> {
  readonly id: string;
  /** Raise when the same arguments would send other requests or read answers differently. */
  readonly version: number;
  /** Route of the questions below the root, for messages. */
  readonly resource: string;
  /** What base_url should lead to, with its article. */
  readonly apiName: string;
  readonly defaults: EndpointDefaults;
  /** Other variables that may hold the key where nobody names one. */
  readonly keyAlternatives?: readonly string[];
  /** Whether GET models tells if the key is good; asked before a run begins. */
  readonly listsModels: boolean;
  headers(apiKey: string | undefined): Readonly<Record<string, string>>;
  /** Arguments of this API alone; all of them decide answers. */
  readOwn(reader: ArgumentReader): Own;
  terms(settings: EndpointSettings, own: Own): MediaTerms;
  /** A medium in its pieces as content parts. */
  parts(sent: readonly SentMedia[], media: Media, own: Own): readonly JsonObject[];
  protocol(tools: ProtocolTools<Own>): AnswerProtocol;
  /** Whose batches the API takes, where it does. */
  readonly batchApi?: BatchApi;
}

export function createApiFactory<Own extends object>(api: ApiDefinition<Own>): ModelFactory {
  const entry = catalogueEntry(api.id)!;
  const read = (args: ModelArguments, context: ModelContext) => {
    const reader = readArguments(api.id, withoutLiteralKey(api.id, args), entry.parameters);
    const given = readEndpointSettings(api.id, reader, api.defaults, context);
    const forms = entry.media?.some((kind) => kind !== 'audio')
      ? readMediaForms(api.id, reader, context)
      : undefined;
    const settings = { ...given, apiKeyEnv: keyVariable(api, given, reader, context) };
    return { settings, forms, own: api.readOwn(reader) };
  };
  const factsOf = (settings: EndpointSettings, apiKey: string | undefined): EndpointFacts => {
    const { baseUrl, model, apiKeyEnv } = settings;
    return { baseUrl, model, apiKeyEnv, apiKey, resource: api.resource, apiName: api.apiName };
  };

  return {
    ...entry,
    async identify(args, context) {
      const { settings, forms, own } = read(args, context);
      const apiKey = endpointKey(settings, context);
      if (api.listsModels) {
        const facts = factsOf(settings, apiKey);
        await checkEndpoint({ settings, facts, headers: api.headers(apiKey), log: context.log });
      }
      const { baseUrl, model, systemPrompt, maxImageBytes, seed } = settings;
      return {
        modelKey: modelKeyOf(api.id, api.version, {
          baseUrl,
          model,
          systemPrompt,
          maxImageBytes,
          seed,
          own,
          ...(forms === undefined ? {} : { media: answerDecidingForms(forms) }),
        }),
        displayName: model,
        ...(settings.batch === undefined ? {} : { batch: settings.batch }),
      };
    },
    async create(args, context) {
      const { settings, forms, own } = read(args, context);
      const apiKey = endpointKey(settings, context);
      return createApiAdapter(api, {
        settings,
        forms,
        own,
        facts: factsOf(settings, apiKey),
        headers: api.headers(apiKey),
        context,
        accepts: entry.media ?? [],
      });
    },
  };
}

function createApiAdapter<Own extends object>(
  api: ApiDefinition<Own>,
  options: {
    readonly settings: EndpointSettings;
    readonly forms: MediaForms | undefined;
    readonly own: Own;
    readonly facts: EndpointFacts;
    readonly headers: Readonly<Record<string, string>>;
    readonly context: ModelContext;
    readonly accepts: readonly MediaKind[];
  },
): ModelAdapter {
  const { settings, forms, own, context } = options;
  const client = createEndpointClient(options);
  const terms = api.terms(settings, own);
  const encode = async (media: Media) => {
    const tools = { service: context.media, forms: forms ?? SOUND_ONLY };
    return api.parts(await sendMedia(media, terms, tools), media, own);
  };
  const protocol = api.protocol({
    settings,
    own,
    encode: createMediaCache(encode, forms?.keptItems ?? SOUND_ONLY.keptItems),
    ignore: createSaidOnce(
      (name) => `${api.id} does not send the generation setting "${name}".`,
      context.log,
    ),
    log: context.log,
  });
  const batches = api.batchApi === undefined ? undefined : client.batches(api.batchApi, protocol);
  const { prefixHashChars } = settings;
  return {
    accepts: options.accepts,
    load: async () => {},
    concurrency: () => client.concurrency(),
    generate: (request: GenerateRequest, signal) => client.generate(protocol, request, signal),
    ...(prefixHashChars === undefined
      ? {}
      : { orderKey: ({ messages }) => orderKey(messages, prefixHashChars) }),
    ...(batches === undefined ? {} : { batches }),
    statistics: () => client.statistics(),
    dispose: () => client.close(),
  };
}

/** For APIs without pictures, which have no arguments for them. */
const SOUND_ONLY: MediaForms = {
  format: 'png',
  quality: 85,
  frames: { frames: 1 },
  dpi: 144,
  keptItems: 16,
};

/** How many encodings are kept changes no answer. */
function answerDecidingForms({ format, quality, frames, dpi }: MediaForms): JsonObject {
  return { format, quality, dpi, frames: { ...frames } };
}

function keyVariable<Own extends object>(
  { keyAlternatives = [] }: ApiDefinition<Own>,
  { apiKeyEnv }: EndpointSettings,
  reader: ArgumentReader,
  context: ModelContext,
): string {
  if (reader.isGiven('api_key_env') || context.optionalSecret(apiKeyEnv) !== undefined) {
    return apiKeyEnv;
  }
  return keyAlternatives.find((name) => context.optionalSecret(name) !== undefined) ?? apiKeyEnv;
}
