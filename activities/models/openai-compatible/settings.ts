import { EvalError } from '../../../core/errors.ts';
import type { JsonObject } from '../../../core/json.ts';
import { catalogueEntry } from '../../../core/model-catalogue.ts';
import { readEndpointSettings, withoutLiteralKey } from '../http/endpoint-settings.ts';
import type { EndpointDefaults, EndpointSettings } from '../http/endpoint-settings.ts';
import { readMediaForms, type MediaForms } from '../media-forms.ts';
import type { ModelArguments, ModelContext } from '../model-adapter.ts';
import { readArguments } from '../read-arguments.ts';
import type { ArgumentReader } from '../read-arguments.ts';
import { azureRoot } from './azure-root.ts';
import type { PromptLogprobs } from './prompt-logprobs.ts';

const OPENAI_URL = 'https://api.openai.com/v1';

/** Ids under which the chat-completions API is offered; they differ in defaults. */
export type OpenAiId = 'openai_compatible' | 'azure_openai' | 'gpt4o_audio' | 'srt_api';

/** Model arguments after checking, in the units of the code. Holds no secret. */
export interface OpenAiSettings extends EndpointSettings {
  readonly id: OpenAiId;
  readonly isAzure: boolean;
  /** Sent with every request beside the key. */
  readonly headers: Readonly<Record<string, string>>;
  /** Body fields that every request has unless its own generation settings say otherwise. */
  readonly defaults: JsonObject;
  readonly tokenField: 'auto' | 'max_tokens' | 'max_completion_tokens';
  readonly messageFormat: 'openai' | 'qwen3_vl';
  readonly logprobs: PromptLogprobs;
  readonly media: MediaForms;
}

/** Known to users of lmms-eval, without effect here yet: said plainly instead of ignored. */
const NOT_YET: Readonly<Record<string, string>> = {
  mcp_server_path: 'tools over MCP are not supported',
  work_dir: 'it belongs to tools over MCP, which are not supported',
};

const HEADERS: Readonly<Record<string, string>> = {
  http_referer: 'http-referer',
  x_title: 'x-title',
  organization: 'openai-organization',
  project: 'openai-project',
};

export function readSettings(
  args: ModelArguments,
  context: ModelContext,
  id: OpenAiId = 'openai_compatible',
): OpenAiSettings {
  const { parameters } = catalogueEntry(id)!;
  const reader = readArguments(id, withoutRefused(id, args), parameters);
  const isAzure = reader.flag('azure_openai');
  const endpoint = readEndpointSettings(id, reader, defaultsOf(id, reader, isAzure), context);
  const isQwen = reader.flag('is_qwen3_vl');
  const speaks = id === 'gpt4o_audio' && reader.flag('audio_output');
  const settings: OpenAiSettings = {
    ...(isAzure ? inAzure(endpoint, reader, context) : endpoint),
    id,
    isAzure,
    headers: headersOf(reader),
    defaults: defaultFields(reader, speaks),
    // Sound is streamed in another format than it is sent whole.
    stream: endpoint.stream && !speaks,
    tokenField: reader.isGiven('token_field')
      ? reader.choice('token_field', ['auto', 'max_tokens', 'max_completion_tokens'])
      : 'auto',
    messageFormat: isQwen ? 'qwen3_vl' : reader.choice('message_format', ['openai', 'qwen3_vl']),
    logprobs: reader.choice('logprobs', ['none', 'vllm', 'sglang', 'completions']),
    media: readMediaForms(id, reader, context),
  };
  return settings;
}

/** The digest of these decides modelKey: everything that can change an answer, nothing else. */
export function answerDeciding(settings: OpenAiSettings): Record<string, unknown> {
  const { baseUrl, model, systemPrompt, messageFormat, maxImageBytes, seed } = settings;
  const { logprobs, defaults } = settings;
  const { keptItems: _kept, ...media } = settings.media;
  return {
    baseUrl,
    logprobs,
    model,
    systemPrompt,
    messageFormat,
    maxImageBytes,
    seed,
    media,
    ...(Object.keys(defaults).length === 0 ? {} : { defaults }),
  };
}

function defaultsOf(id: OpenAiId, reader: ArgumentReader, isAzure: boolean): EndpointDefaults {
  if (isAzure) return {};
  if (id === 'srt_api') {
    // A server of one's own: the address comes from host and port, and no key is wanted.
    const root = `http://${reader.text('host')}:${reader.integer('port', 1)}/v1`;
    return { baseUrl: root, wantsKey: false };
  }
  return { baseUrl: OPENAI_URL };
}

function inAzure(
  endpoint: EndpointSettings,
  reader: ArgumentReader,
  context: ModelContext,
): EndpointSettings {
  const version = reader.text('api_version') ?? context.optionalSecret('AZURE_OPENAI_API_VERSION');
  return {
    ...endpoint,
    baseUrl: azureRoot(endpoint.baseUrl, endpoint.model, version),
    apiKeyEnv: reader.isGiven('api_key_env') ? endpoint.apiKeyEnv : 'AZURE_OPENAI_API_KEY',
    needsKey: true,
    // A deployment has a name of its own choosing; answers name the model behind it.
    checkModel: reader.isGiven('check_model') && endpoint.checkModel,
  };
}

function headersOf(reader: ArgumentReader): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, header] of Object.entries(HEADERS)) {
    const value = reader.text(name);
    if (value !== undefined) headers[header] = value;
  }
  return headers;
}

function defaultFields(reader: ArgumentReader, speaks: boolean): JsonObject {
  const effort = reader.text('reasoning_effort');
  return {
    ...(effort === undefined ? {} : { reasoning_effort: effort }),
    ...(speaks
      ? {
          modalities: ['text', 'audio'],
          audio: {
            voice: reader.text('audio_voice') ?? 'alloy',
            format: reader.text('audio_format') ?? 'wav',
          },
        }
      : {}),
  };
}

function withoutRefused(id: string, args: ModelArguments): ModelArguments {
  const known = withoutLiteralKey(id, args);
  for (const [name, reason] of Object.entries(NOT_YET)) {
    const value = known[name];
    const isOff =
      value === undefined ||
      value === null ||
      value === false ||
      /^(false|0|none)?$/i.test(String(value));
    if (!isOff) {
      throw new EvalError(
        'model-invalid',
        `--model_args of ${id}: ${name} cannot be used: ${reason}. Remove it.`,
      );
    }
  }
  return Object.fromEntries(Object.entries(known).filter(([name]) => !(name in NOT_YET)));
}
