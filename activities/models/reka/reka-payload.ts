import type { GenerateRequest } from '../../../core/generation.ts';
import type { JsonObject, JsonValue } from '../../../core/json.ts';
import type { ProtocolTools } from '../http/api-factory.ts';
import { systemText } from '../http/turns.ts';

export interface RekaSettings {
  readonly video: 'native' | 'frames';
}

/** Answer length where the task names none, as for every other API. */
const DEFAULT_MAX_TOKENS = 1024;

/** Keys of generation_kwargs that the API knows, sent as they stand. */
const PASSED_THROUGH: ReadonlySet<string> = new Set([
  'frequency_penalty',
  'presence_penalty',
  'use_search_engine',
]);

export async function rekaPayload(
  { messages, parameters }: GenerateRequest,
  tools: ProtocolTools<RekaSettings>,
): Promise<JsonObject> {
  const { settings, encode, ignore } = tools;
  const { temperature, topP, topK, repetitionPenalty, maxNewTokens, extra } = parameters;
  const seed = parameters.seed ?? settings.seed;
  const stop = parameters.stop.filter((mark) => mark !== '');
  if (repetitionPenalty !== undefined) ignore('repetition_penalty');
  for (const key of Object.keys(extra)) if (!PASSED_THROUGH.has(key)) ignore(key);
  const turns: { readonly role: string; readonly content: JsonValue[] }[] = [];
  // There is no system role: the instruction begins what the user says.
  let opening = systemText(messages, settings.systemPrompt);
  for (const { role, content } of messages) {
    if (role === 'system') continue;
    const parts: JsonObject[] = [];
    if (opening !== undefined && role === 'user') {
      parts.push({ type: 'text', text: opening });
      opening = undefined;
    }
    for (const part of content) {
      if (part.type === 'text') parts.push({ type: 'text', text: part.text });
      else parts.push(...(await encode(part.media)));
    }
    turns.push({ role, content: parts });
  }
  return {
    model: settings.model,
    messages: turns,
    max_tokens: maxNewTokens ?? DEFAULT_MAX_TOKENS,
    temperature,
    ...(topP === undefined ? {} : { top_p: topP }),
    ...(topK === undefined ? {} : { top_k: topK }),
    ...(stop.length === 0 ? {} : { stop }),
    ...(seed === undefined ? {} : { seed }),
    ...Object.fromEntries(Object.entries(extra).filter(([key]) => PASSED_THROUGH.has(key))),
  };
}
