import type { GenerationParameters } from './generation.ts';
import type { JsonObject, JsonValue } from './json.ts';

const KNOWN = [
  'until',
  'max_new_tokens',
  'max_gen_toks',
  'temperature',
  'do_sample',
  'top_p',
  'top_k',
  'repetition_penalty',
  'seed',
] as const;

/** `generation_kwargs` of a task, in the words that adapters understand. */
export function generationParameters(kwargs: JsonObject): GenerationParameters {
  const maxNewTokens = numberOf(kwargs['max_new_tokens'] ?? kwargs['max_gen_toks']);
  const topP = numberOf(kwargs['top_p']);
  const topK = numberOf(kwargs['top_k']);
  const repetitionPenalty = numberOf(kwargs['repetition_penalty']);
  const seed = numberOf(kwargs['seed']);
  return {
    temperature: kwargs['do_sample'] === false ? 0 : (numberOf(kwargs['temperature']) ?? 0),
    stop: stopOf(kwargs['until']),
    ...(maxNewTokens === undefined ? {} : { maxNewTokens }),
    ...(topP === undefined ? {} : { topP }),
    ...(topK === undefined ? {} : { topK }),
    ...(repetitionPenalty === undefined ? {} : { repetitionPenalty }),
    ...(seed === undefined ? {} : { seed }),
    extra: Object.fromEntries(
      Object.entries(kwargs).filter(([name]) => !(KNOWN as readonly string[]).includes(name)),
    ),
  };
}

function numberOf(value: JsonValue | undefined): number | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

function stopOf(value: JsonValue | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.map(String).filter((stop) => stop !== '') : [];
}
