import type { JsonValue } from '../../../core/json.ts';

/**
 * How a server is asked for the probability of a given text. `vllm`: chat completions with
 * prompt_logprobs, also for prompts with media; `sglang`: its native route; `completions`: echoed text
 * completions, for prompts of text only.
 */
export type PromptLogprobs = 'vllm' | 'sglang' | 'completions' | 'none';

export interface ScoredToken {
  /** Equal for equal tokens of one tokenizer. */
  readonly id: string;
  readonly text: string;
  readonly logprob: number;
  /** Whether greedy decoding would have chosen it. */
  readonly isBest: boolean;
}

export interface ContinuationScore {
  readonly logLikelihood: number;
  readonly isGreedy: boolean;
  readonly tokenCount: number;
}

/**
 * Adds up the tokens at the end of a prompt that make up the continuation. Tokenizers may merge the
 * end of the context with its beginning; such a token is counted whole, since the part of it that belongs to
 * the continuation cannot be told apart. All choices of a question share the context, so they are treated alike.
 */
export function scoreContinuation(
  tokens: readonly ScoredToken[],
  continuation: string,
): ContinuationScore | 'half-characters' | 'other-text' {
  let covered = '';
  let first = tokens.length;
  while (first > 0 && covered.length < continuation.length) {
    first -= 1;
    covered = tokens[first]!.text + covered;
  }
  if (covered.includes(REPLACEMENT) && !continuation.includes(REPLACEMENT))
    return 'half-characters';
  // What the server scored is not the text that was asked for: a template changed it.
  return covered.endsWith(continuation) ? scoreFrom(tokens, first) : 'other-text';
}

/** Decoded alone, a token that ends inside a character shows this. */
const REPLACEMENT = '\ufffd';

/** The tokens that the context alone does not have: for characters that are split between tokens. */
export function scoreAfterContext(
  tokens: readonly ScoredToken[],
  context: readonly ScoredToken[],
): ContinuationScore {
  let common = 0;
  while (common < context.length && tokens[common]?.id === context[common]!.id) common += 1;
  return scoreFrom(tokens, common);
}

function scoreFrom(tokens: readonly ScoredToken[], first: number): ContinuationScore {
  const own = tokens.slice(first);
  return {
    logLikelihood: own.reduce((total, token) => total + token.logprob, 0),
    isGreedy: own.every((token) => token.isBest),
    tokenCount: own.length,
  };
}

/** The `prompt_logprobs` of vLLM: per position, figures by token id. */
export function readVllmTokens(value: JsonValue | undefined): ScoredToken[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const tokens: ScoredToken[] = [];
  for (const position of value as readonly JsonValue[]) {
    // Nothing comes before the first token, so it has no probability.
    if (position === null) continue;
    const candidates = Object.entries(position as unknown as Record<string, VllmLogprob>);
    // Any others are there because they are likelier than the prompt's own token.
    const [id = '', own] =
      candidates.toSorted(([, left], [, right]) => (right.rank ?? 0) - (left.rank ?? 0))[0] ?? [];
    if (own === undefined || typeof own.logprob !== 'number') return undefined;
    const text = own.decoded_token ?? '';
    tokens.push({ id, text, logprob: own.logprob, isBest: own.rank === 1 });
  }
  return tokens;
}

interface VllmLogprob {
  readonly logprob?: number;
  readonly rank?: number;
  readonly decoded_token?: string;
}

/** The `logprobs` of an echoed text completion. */
export function readEchoedTokens(value: JsonValue | undefined): ScoredToken[] | undefined {
  const logprobs = value as unknown as EchoedLogprobs | null | undefined;
  const { tokens, token_logprobs: own, top_logprobs: top } = logprobs ?? {};
  if (!Array.isArray(tokens) || !Array.isArray(own)) return undefined;
  return tokens.flatMap((text, index): ScoredToken[] => {
    const logprob = own[index];
    if (typeof logprob !== 'number') return [];
    const best = Math.max(...Object.values(top?.[index] ?? {}), logprob);
    return [{ id: text, text, logprob, isBest: logprob >= best }];
  });
}

interface EchoedLogprobs {
  readonly tokens?: readonly string[];
  readonly token_logprobs?: readonly (number | null)[];
  readonly top_logprobs?: readonly (Readonly<Record<string, number>> | null)[];
}

/** SGLang's `meta_info`: [logprob, id, text] of each token, and the same of the best ones. */
export function readSglangTokens(value: JsonValue | undefined): ScoredToken[] | undefined {
  const meta = value as unknown as SglangMeta | null | undefined;
  const { input_token_logprobs: own, input_top_logprobs: top } = meta ?? {};
  if (!Array.isArray(own)) return undefined;
  return own.flatMap(([logprob, id, text], index): ScoredToken[] => {
    if (typeof logprob !== 'number') return [];
    const isBest = top?.[index]?.[0]?.[1] === id;
    return [{ id: String(id), text: text ?? '', logprob, isBest }];
  });
}

type SglangToken = readonly [number | null, number, string | null];

interface SglangMeta {
  readonly input_token_logprobs?: readonly SglangToken[];
  readonly input_top_logprobs?: readonly (readonly SglangToken[] | null)[];
}
