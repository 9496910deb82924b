import type { ChatMessage } from '../../../core/chat.ts';
import type { GenerateRequest, GenerationParameters } from '../../../core/generation.ts';
import type { JsonObject, JsonValue } from '../../../core/json.ts';
import type { Media } from '../../../core/media.ts';
import type { OpenAiSettings } from './settings.ts';
import { stringifyPayload } from './stringify-payload.ts';

/** Answer length where the task names none, as in lmms-eval. */
const DEFAULT_MAX_TOKENS = 1024;
/** More are refused by OpenAI with status 400; the rest is cut from the answer instead. */
const MAX_STOP_STRINGS = 4;
/** Whole tokens of a model name that mark OpenAI's reasoning models. */
const REASONING_MODEL = /(?:^|[^a-z0-9])(?:o1|o3|o4|gpt-5)(?![a-z0-9])/i;

/** Keys of generation_kwargs that chat-completions servers know, sent as they stand. */
const PASSED_THROUGH: ReadonlySet<string> = new Set([
  'audio',
  'best_of',
  'chat_template_kwargs',
  'frequency_penalty',
  'guided_choice',
  'guided_json',
  'guided_regex',
  'ignore_eos',
  'include_reasoning',
  'length_penalty',
  'logit_bias',
  'metadata',
  'min_p',
  'min_tokens',
  'mm_processor_kwargs',
  'modalities',
  'parallel_tool_calls',
  'plugins',
  'prediction',
  'presence_penalty',
  'prompt_cache_key',
  'provider',
  'reasoning',
  'reasoning_effort',
  'response_format',
  'safety_identifier',
  'service_tier',
  'skip_special_tokens',
  'stop_token_ids',
  'store',
  'thinking',
  'tool_choice',
  'tools',
  'top_a',
  'truncate_prompt_tokens',
  'user',
  'verbosity',
  'web_search_options',
]);

export interface PayloadOptions {
  readonly settings: OpenAiSettings;
  readonly encode: (media: Media) => Promise<readonly JsonObject[]>;
  /** false once the endpoint has refused `stream_options`. */
  readonly includeUsage: boolean;
  /** true once the endpoint has asked for `max_completion_tokens`, which is how reasoning models are known. */
  readonly reasons?: boolean;
}

/** The request body, built once and used for every attempt. */
export async function buildPayload(
  request: GenerateRequest,
  options: PayloadOptions,
): Promise<string> {
  const { settings } = options;
  const messages = await messagesOf(request.messages, options);
  const stream = settings.stream
    ? { stream: true, ...(options.includeUsage ? { stream_options: { include_usage: true } } : {}) }
    : {};
  return stringifyPayload({
    model: settings.model,
    messages,
    ...parametersOf(request.parameters, settings, options.reasons === true),
    ...stream,
  });
}

/** A conversation as the API takes it, with the system prompt of the model arguments. */
export async function messagesOf(
  given: readonly ChatMessage[],
  options: PayloadOptions,
): Promise<JsonValue[]> {
  const { systemPrompt } = options.settings;
  const messages: JsonValue[] = [];
  const hasSystem = given.some((message) => message.role === 'system');
  if (systemPrompt !== undefined && !hasSystem) {
    messages.push({ role: 'system', content: systemPrompt });
  }
  for (const message of given) messages.push(await messageOf(message, options));
  return messages;
}

export function isReasoningModel(model: string): boolean {
  return REASONING_MODEL.test(model);
}

/** Keys of generation_kwargs that are not sent, to be said once. */
export function ignoredKeys(parameters: GenerationParameters): string[] {
  return Object.keys(parameters.extra).filter((key) => !PASSED_THROUGH.has(key));
}

async function messageOf(message: ChatMessage, options: PayloadOptions): Promise<JsonObject> {
  const [only] = message.content;
  // A plain string is understood everywhere; text-only servers reject lists of parts.
  if (message.content.length === 1 && only?.type === 'text') {
    return { role: message.role, content: only.text };
  }
  const content: JsonObject[] = [];
  for (const part of message.content) {
    if (part.type === 'text') content.push({ type: 'text', text: part.text });
    else content.push(...(await options.encode(part.media)));
  }
  return { role: message.role, content };
}

/** Reasoning models refuse sampling settings and stop strings; stops are cut from their answers here. */
function parametersOf(
  parameters: GenerationParameters,
  settings: OpenAiSettings,
  isKnownToReason: boolean,
): JsonObject {
  const { model, tokenField, defaults } = settings;
  const maxTokens = parameters.maxNewTokens ?? DEFAULT_MAX_TOKENS;
  const seed = parameters.seed ?? settings.seed;
  const extra = Object.entries(parameters.extra).filter(([key]) => PASSED_THROUGH.has(key));
  const common = {
    ...defaults,
    ...Object.fromEntries(extra),
    ...(seed === undefined ? {} : { seed }),
  };
  const reasons =
    tokenField === 'auto'
      ? isKnownToReason || isReasoningModel(model)
      : tokenField === 'max_completion_tokens';
  if (reasons) return { max_completion_tokens: maxTokens, ...common };
  const stop = parameters.stop.filter((mark) => mark !== '').slice(0, MAX_STOP_STRINGS);
  return {
    max_tokens: maxTokens,
    temperature: parameters.temperature,
    ...(parameters.topP === undefined ? {} : { top_p: parameters.topP }),
    ...(parameters.topK === undefined ? {} : { top_k: parameters.topK }),
    ...(parameters.repetitionPenalty === undefined
      ? {}
      : { repetition_penalty: parameters.repetitionPenalty }),
    ...(stop.length === 0 ? {} : { stop }),
    ...common,
  };
}
