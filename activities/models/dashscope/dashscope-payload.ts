import type { GenerateRequest } from '../../../core/generation.ts';
import type { JsonObject, JsonValue } from '../../../core/json.ts';
import type { ProtocolTools } from '../http/api-factory.ts';
import { systemText } from '../http/turns.ts';

export interface DashscopeSettings {
  readonly video: 'native' | 'frames';
  /** Frames per second that the provider takes from a native film. */
  readonly fps?: number;
}

/** Larger seeds are refused. */
const SEEDS = 2 ** 31;
/** Answer length where the task names none, as for every other API. */
const DEFAULT_MAX_TOKENS = 1024;

/** Keys of generation_kwargs that the API knows, sent as they stand among its parameters. */
const PASSED_THROUGH: ReadonlySet<string> = new Set([
  'enable_thinking',
  'max_pixels',
  'presence_penalty',
  'thinking_budget',
  'vl_high_resolution_images',
]);

export async function dashscopePayload(
  { messages, parameters }: GenerateRequest,
  tools: ProtocolTools<DashscopeSettings>,
): Promise<JsonObject> {
  const { settings, encode, ignore } = tools;
  const { temperature, topP, topK, repetitionPenalty, maxNewTokens, extra } = parameters;
  const seed = parameters.seed ?? settings.seed;
  const stop = parameters.stop.filter((mark) => mark !== '');
  for (const key of Object.keys(extra)) if (!PASSED_THROUGH.has(key)) ignore(key);
  const system = systemText(messages, settings.systemPrompt);
  const turns: JsonValue[] =
    system === undefined ? [] : [{ role: 'system', content: [{ text: system }] }];
  for (const { role, content } of messages) {
    if (role === 'system') continue;
    const parts: JsonObject[] = [];
    for (const part of content) {
      if (part.type === 'text') parts.push({ text: part.text });
      else parts.push(...(await encode(part.media)));
    }
    turns.push({ role, content: parts });
  }
  return {
    model: settings.model,
    input: { messages: turns },
    parameters: {
      result_format: 'message',
      max_tokens: maxNewTokens ?? DEFAULT_MAX_TOKENS,
      // 0 is refused; with one candidate left, the draw has one outcome.
      ...(temperature === 0 ? { top_k: 1 } : { temperature }),
      ...(temperature === 0 || topP === undefined ? {} : { top_p: topP }),
      ...(temperature === 0 || topK === undefined ? {} : { top_k: topK }),
      ...(repetitionPenalty === undefined ? {} : { repetition_penalty: repetitionPenalty }),
      ...(stop.length === 0 ? {} : { stop }),
      ...(seed === undefined ? {} : { seed: seed % SEEDS }),
      ...Object.fromEntries(Object.entries(extra).filter(([key]) => PASSED_THROUGH.has(key))),
      ...(settings.stream ? { incremental_output: true } : {}),
    },
  };
}
