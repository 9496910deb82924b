import type { ChatMessage } from '../../../core/chat.ts';
import type { GenerateRequest, GenerationParameters } from '../../../core/generation.ts';
import type { JsonObject, JsonValue } from '../../../core/json.ts';
import type { ProtocolTools } from '../http/api-factory.ts';
import { systemText } from '../http/turns.ts';
import type { GeminiSettings } from './gemini-settings.ts';

/** Seeds are 32-bit integers with a sign, of which providers take the positive ones. */
const SEEDS = 2 ** 31;
/** Answer length where the task names none, as for every other API. */
const DEFAULT_MAX_TOKENS = 1024;
/** More are refused; the rest is cut from the answer instead. */
const MAX_STOP_STRINGS = 5;
/** Thoughts of the models that take a budget and no level, as Google maps the words itself. */
const BUDGETS: Readonly<Record<string, number>> = {
  none: 0,
  minimal: 1024,
  low: 1024,
  medium: 8192,
  high: 24_576,
};
const HARM_CATEGORIES = [
  'HARM_CATEGORY_HARASSMENT',
  'HARM_CATEGORY_HATE_SPEECH',
  'HARM_CATEGORY_SEXUALLY_EXPLICIT',
  'HARM_CATEGORY_DANGEROUS_CONTENT',
];

/** Keys of generation_kwargs that stand in the request itself. */
const OF_REQUEST: Readonly<Record<string, string>> = {
  tools: 'tools',
  tool_config: 'toolConfig',
  toolConfig: 'toolConfig',
  safety_settings: 'safetySettings',
  safetySettings: 'safetySettings',
};
/** Keys that stand in its generationConfig. */
const OF_CONFIG: Readonly<Record<string, string>> = {
  frequency_penalty: 'frequencyPenalty',
  presence_penalty: 'presencePenalty',
  response_mime_type: 'responseMimeType',
  responseMimeType: 'responseMimeType',
  response_schema: 'responseSchema',
  responseSchema: 'responseSchema',
  media_resolution: 'mediaResolution',
  mediaResolution: 'mediaResolution',
  thinking_config: 'thinkingConfig',
  thinkingConfig: 'thinkingConfig',
};

export async function geminiPayload(
  { messages, parameters }: GenerateRequest,
  tools: ProtocolTools<GeminiSettings>,
): Promise<JsonObject> {
  const { settings, own, ignore } = tools;
  const { safetyThreshold: threshold } = own;
  const system = systemText(messages, settings.systemPrompt);
  const { reasoning_effort: effort, ...extra } = parameters.extra;
  if (parameters.repetitionPenalty !== undefined) ignore('repetition_penalty');
  for (const key of Object.keys(extra)) {
    if (!(key in OF_REQUEST) && !(key in OF_CONFIG)) ignore(key);
  }
  const asked = typeof effort === 'string' ? { ...withoutBudget(own), effort } : own;
  return {
    contents: await contentsOf(messages, tools),
    ...(system === undefined ? {} : { systemInstruction: { parts: [{ text: system }] } }),
    generationConfig: {
      ...configOf(parameters, settings.seed),
      ...thinkingOf(asked, settings.model),
      ...renamed(extra, OF_CONFIG),
    },
    ...(threshold === undefined
      ? {}
      : { safetySettings: HARM_CATEGORIES.map((category) => ({ category, threshold })) }),
    ...renamed(extra, OF_REQUEST),
  };
}

function configOf(parameters: GenerationParameters, fallbackSeed: number | undefined): JsonObject {
  const { temperature, topP, topK, maxNewTokens = DEFAULT_MAX_TOKENS } = parameters;
  const stop = parameters.stop.filter((mark) => mark !== '').slice(0, MAX_STOP_STRINGS);
  const seed = parameters.seed ?? fallbackSeed;
  return {
    maxOutputTokens: maxNewTokens,
    temperature,
    ...(topP === undefined ? {} : { topP }),
    ...(topK === undefined ? {} : { topK }),
    ...(stop.length === 0 ? {} : { stopSequences: stop }),
    ...(seed === undefined ? {} : { seed: seed % SEEDS }),
  };
}

/** From the third generation on models take a level, before it a number of tokens. */
function thinkingOf({ thinkingBudget, effort }: GeminiSettings, model: string): JsonObject {
  if (thinkingBudget !== undefined) return { thinkingConfig: { thinkingBudget } };
  if (effort === undefined) return {};
  const budget = BUDGETS[effort];
  return /gemini-[12](?![0-9])/.test(model) && budget !== undefined
    ? { thinkingConfig: { thinkingBudget: budget } }
    : { thinkingConfig: { thinkingLevel: effort } };
}

function withoutBudget({ thinkingBudget: _budget, ...others }: GeminiSettings): GeminiSettings {
  return others;
}

function renamed(extra: JsonObject, names: Readonly<Record<string, string>>): JsonObject {
  const sent: Record<string, JsonValue> = {};
  for (const [key, value] of Object.entries(extra)) {
    const name = names[key];
    if (name !== undefined) sent[name] = value;
  }
  return sent;
}

async function contentsOf(
  messages: readonly ChatMessage[],
  { encode }: ProtocolTools<GeminiSettings>,
): Promise<JsonValue[]> {
  const contents: JsonValue[] = [];
  for (const { role, content } of messages) {
    if (role === 'system') continue;
    const parts: JsonObject[] = [];
    for (const part of content) {
      if (part.type === 'text') parts.push({ text: part.text });
      else parts.push(...(await encode(part.media)));
    }
    contents.push({ role: role === 'assistant' ? 'model' : 'user', parts });
  }
  return contents;
}
