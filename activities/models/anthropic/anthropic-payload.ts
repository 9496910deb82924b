import type { ChatMessage } from '../../../core/chat.ts';
import type { GenerateRequest, GenerationParameters } from '../../../core/generation.ts';
import type { JsonObject, JsonValue } from '../../../core/json.ts';
import type { ProtocolTools } from '../http/api-factory.ts';
import { systemText } from '../http/turns.ts';
import type { AnthropicSettings } from './anthropic-settings.ts';

/** Answer length where the task names none, as for every other API. */
const DEFAULT_MAX_TOKENS = 1024;

/** Keys of generation_kwargs that the Messages API knows, sent as they stand. */
const PASSED_THROUGH: ReadonlySet<string> = new Set([
  'container',
  'context_management',
  'mcp_servers',
  'metadata',
  'output_config',
  'service_tier',
  'thinking',
  'tool_choice',
  'tools',
]);

export interface AnthropicQuestionOptions {
  /** Newer models refuse every sampling setting but their own. */
  readonly withSampling: boolean;
}

export async function anthropicPayload(
  { messages, parameters }: GenerateRequest,
  tools: ProtocolTools<AnthropicSettings>,
  options: AnthropicQuestionOptions,
): Promise<JsonObject> {
  const { settings, own, ignore } = tools;
  const extra = passedThrough(parameters, ignore);
  const thinking = thinkingOf(own, extra);
  const budget = (thinking as { budget_tokens?: unknown } | undefined)?.budget_tokens;
  const thought = typeof budget === 'number' ? budget : 0;
  const system = systemText(messages, settings.systemPrompt);
  const stop = parameters.stop.filter((mark) => mark.trim() !== '');
  if (parameters.seed !== undefined || settings.seed !== undefined) ignore('seed');
  if (parameters.repetitionPenalty !== undefined) ignore('repetition_penalty');
  return {
    model: settings.model,
    // Thoughts count against it, and the task's limit is meant for the answer.
    max_tokens: (parameters.maxNewTokens ?? DEFAULT_MAX_TOKENS) + thought,
    ...(system === undefined ? {} : { system }),
    messages: await turnsOf(messages, tools),
    // Blank marks are refused; the answer is cut at them afterwards.
    ...(stop.length === 0 ? {} : { stop_sequences: stop }),
    ...(options.withSampling && thinking === undefined ? samplingOf(parameters) : {}),
    ...(own.effort === undefined ? {} : { output_config: { effort: own.effort } }),
    ...extra,
    ...(thinking === undefined ? {} : { thinking }),
    ...(settings.stream ? { stream: true } : {}),
  };
}

function passedThrough(
  { extra }: GenerationParameters,
  ignore: (name: string) => void,
): JsonObject {
  const { reasoning_effort: effort, ...others } = extra;
  const sent: Record<string, JsonValue> = {};
  for (const [key, value] of Object.entries(others)) {
    if (PASSED_THROUGH.has(key)) sent[key] = value;
    else ignore(key);
  }
  return typeof effort === 'string' && sent['output_config'] === undefined
    ? { ...sent, output_config: { effort } }
    : sent;
}

function thinkingOf(own: AnthropicSettings, extra: JsonObject): JsonValue | undefined {
  const given = extra['thinking'];
  if (given !== undefined) return given;
  if (own.thinking === undefined) return undefined;
  return own.thinking === 'adaptive'
    ? { type: 'adaptive' }
    : { type: 'enabled', budget_tokens: own.thinking };
}

/** Some models refuse temperature and top_p together, and greedy decoding has no use for the others. */
function samplingOf({ temperature, topP, topK }: GenerationParameters): JsonObject {
  if (temperature === 0) return { temperature };
  return {
    temperature,
    ...(topP === undefined || topP >= 1 ? {} : { top_p: topP }),
    ...(topK === undefined || topK <= 0 ? {} : { top_k: topK }),
  };
}

async function turnsOf(
  messages: readonly ChatMessage[],
  { encode }: ProtocolTools<AnthropicSettings>,
): Promise<JsonValue[]> {
  const turns: JsonValue[] = [];
  for (const { role, content } of messages) {
    if (role === 'system') continue;
    const blocks: JsonObject[] = [];
    for (const part of content) {
      if (part.type !== 'text') blocks.push(...(await encode(part.media)));
      // Empty text blocks are refused.
      else if (part.text.trim() !== '') blocks.push({ type: 'text', text: part.text });
    }
    if (blocks.length > 0) turns.push({ role, content: blocks });
  }
  return turns;
}
