import type { ChatMessage } from '../../../core/chat.ts';
import type { GenerateRequest } from '../../../core/generation.ts';
import type { JsonObject, JsonValue } from '../../../core/json.ts';
import type { ProtocolTools } from '../http/api-factory.ts';
import { systemText } from '../http/turns.ts';
import { isReasoningModel } from '../openai-compatible/build-payload.ts';

export interface ResponsesSettings {
  readonly effort?: string;
}

/** Answer length where the task names none, as for every other API. */
const DEFAULT_MAX_TOKENS = 1024;

/** Keys of generation_kwargs that the Responses API knows, sent as they stand. */
const PASSED_THROUGH: ReadonlySet<string> = new Set([
  'include',
  'max_tool_calls',
  'metadata',
  'parallel_tool_calls',
  'prompt_cache_key',
  'reasoning',
  'safety_identifier',
  'service_tier',
  'text',
  'tool_choice',
  'tools',
  'top_logprobs',
  'truncation',
  'user',
]);

export async function responsesPayload(
  { messages, parameters }: GenerateRequest,
  tools: ProtocolTools<ResponsesSettings>,
): Promise<JsonObject> {
  const { settings, own, ignore } = tools;
  const { reasoning_effort: asked, ...extra } = parameters.extra;
  const effort = typeof asked === 'string' ? asked : own.effort;
  const { temperature, topP, maxNewTokens = DEFAULT_MAX_TOKENS } = parameters;
  // The API has neither; answers are cut at stop strings afterwards.
  if (parameters.seed !== undefined || settings.seed !== undefined) ignore('seed');
  if (parameters.topK !== undefined) ignore('top_k');
  if (parameters.repetitionPenalty !== undefined) ignore('repetition_penalty');
  for (const key of Object.keys(extra)) if (!PASSED_THROUGH.has(key)) ignore(key);
  const instructions = systemText(messages, settings.systemPrompt);
  return {
    model: settings.model,
    input: await inputOf(messages, tools),
    ...(instructions === undefined ? {} : { instructions }),
    max_output_tokens: maxNewTokens,
    ...(isReasoningModel(settings.model)
      ? {}
      : { temperature, ...(topP === undefined ? {} : { top_p: topP }) }),
    ...(effort === undefined ? {} : { reasoning: { effort } }),
    // Otherwise every prompt of a benchmark would stay in the account for a month.
    store: false,
    ...Object.fromEntries(Object.entries(extra).filter(([key]) => PASSED_THROUGH.has(key))),
    ...(settings.stream ? { stream: true } : {}),
  };
}

async function inputOf(
  messages: readonly ChatMessage[],
  { encode }: ProtocolTools<ResponsesSettings>,
): Promise<JsonValue[]> {
  const input: JsonValue[] = [];
  for (const { role, content } of messages) {
    if (role === 'system') continue;
    const parts: JsonObject[] = [];
    for (const part of content) {
      if (part.type !== 'text') parts.push(...(await encode(part.media)));
      else
        parts.push({ type: role === 'assistant' ? 'output_text' : 'input_text', text: part.text });
    }
    input.push({ role, content: parts });
  }
  return input;
}
