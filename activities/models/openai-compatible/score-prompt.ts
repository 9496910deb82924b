import { textOf } from '../../../core/chat.ts';
import { EvalError } from '../../../core/errors.ts';
import type { LogLikelihoodRequest } from '../../../core/generation.ts';
import type { JsonObject, JsonValue } from '../../../core/json.ts';
import { resourcePath } from '../http/base-url.ts';
import { messagesOf, type PayloadOptions } from './build-payload.ts';
import {
  readEchoedTokens,
  readSglangTokens,
  readVllmTokens,
  scoreAfterContext,
  scoreContinuation,
  type ContinuationScore,
  type PromptLogprobs,
  type ScoredToken,
} from './prompt-logprobs.ts';

/** One way of asking a server for the probabilities of a prompt's tokens. */
interface PromptScorer {
  path(baseUrl: string): string;
  body(request: LogLikelihoodRequest, options: PayloadOptions): Promise<JsonObject>;
  tokens(answer: JsonObject): readonly ScoredToken[] | undefined;
}

const SCORERS: Readonly<Record<Exclude<PromptLogprobs, 'none'>, PromptScorer>> = {
  vllm: {
    path: (baseUrl) => resourcePath(baseUrl, 'chat/completions'),
    body: async ({ messages, continuation }, options) => ({
      model: options.settings.model,
      messages: [
        ...(await messagesOf(messages, options)),
        { role: 'assistant', content: continuation },
      ],
      // The assistant's turn stays open, so that the prompt ends with the continuation.
      add_generation_prompt: false,
      continue_final_message: true,
      prompt_logprobs: 0,
      max_tokens: 1,
      temperature: 0,
    }),
    tokens: (answer) => readVllmTokens(answer['prompt_logprobs']),
  },
  completions: {
    path: (baseUrl) => resourcePath(baseUrl, 'completions'),
    body: async ({ messages, continuation }, { settings }) => ({
      model: settings.model,
      prompt: textOf(onlyText(messages)) + continuation,
      echo: true,
      logprobs: 1,
      max_tokens: 0,
      temperature: 0,
    }),
    tokens: (answer) => readEchoedTokens(firstChoice(answer)?.['logprobs']),
  },
  sglang: {
    path: (baseUrl) => new URL('/generate', baseUrl).pathname,
    body: async ({ messages, continuation }) => ({
      text: textOf(onlyText(messages)) + continuation,
      return_logprob: true,
      logprob_start_len: 0,
      top_logprobs_num: 1,
      return_text_in_logprobs: true,
      sampling_params: { max_new_tokens: 1, temperature: 0 },
    }),
    tokens: (answer) => readSglangTokens(answer['meta_info']),
  },
};

export interface PromptQuestion {
  readonly path: string;
  readonly body: string;
}

/** Asks for the probability of a continuation; `ask` sends one question and returns its JSON. */
export async function scorePrompt(
  way: Exclude<PromptLogprobs, 'none'>,
  request: LogLikelihoodRequest,
  options: PayloadOptions,
  ask: (question: PromptQuestion) => Promise<JsonObject>,
): Promise<ContinuationScore> {
  const scorer = SCORERS[way];
  const { baseUrl } = options.settings;
  const tokensOf = async (continuation: string): Promise<readonly ScoredToken[]> => {
    const body = JSON.stringify(await scorer.body({ ...request, continuation }, options));
    const tokens = scorer.tokens(await ask({ path: scorer.path(baseUrl), body }));
    if (tokens !== undefined) return tokens;
    throw invalid(
      `${baseUrl} gave no log-probabilities of the prompt. Set logprobs to what the server offers (vllm, sglang or completions), or use a generate_until variant of the task.`,
    );
  };
  const tokens = await tokensOf(request.continuation);
  const score = scoreContinuation(tokens, request.continuation);
  if (score === 'half-characters') return scoreAfterContext(tokens, await tokensOf(''));
  if (score !== 'other-text') return score;
  const end = tokens
    .slice(-8)
    .map(({ text }) => text)
    .join('');
  throw invalid(
    `The prompt that ${baseUrl} scored ends in ${JSON.stringify(end)} and not in ${JSON.stringify(request.continuation.slice(-40))}: its chat template changes or closes the answer.`,
  );
}

function onlyText(messages: LogLikelihoodRequest['messages']): LogLikelihoodRequest['messages'] {
  const medium = messages.flatMap(({ content }) => content).find(({ type }) => type !== 'text');
  if (medium === undefined) return messages;
  throw new EvalError(
    'media-unsupported',
    `Cannot score a continuation of a prompt with ${medium.type} on this server: only logprobs=vllm takes media. Use vllm, or a generate_until variant of the task.`,
  );
}

function firstChoice(answer: JsonObject): JsonObject | undefined {
  const choices = answer['choices'];
  return Array.isArray(choices)
    ? ((choices as readonly JsonValue[])[0] as JsonObject | undefined)
    : undefined;
}

function invalid(message: string): EvalError {
  return new EvalError('endpoint-invalid-response', message);
}
