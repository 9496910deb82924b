import type { FinishReason, TokenUsage } from '../../../core/generation.ts';
import { errorRecord, isCount } from '../http/read-answer.ts';
import type { AnswerDraft } from '../http/read-answer.ts';

interface Response {
  readonly code?: unknown;
  readonly output?: {
    readonly choices?: readonly {
      readonly finish_reason?: unknown;
      readonly message?: {
        readonly content?: string | readonly { readonly text?: unknown }[];
        readonly reasoning_content?: unknown;
      };
    }[];
  } | null;
  readonly usage?: {
    readonly input_tokens?: unknown;
    readonly output_tokens?: unknown;
    readonly output_tokens_details?: { readonly reasoning_tokens?: unknown } | null;
  } | null;
}

/** Codes that a stream may end with, and the status that they have outside of it. */
const STATUSES: readonly (readonly [RegExp, number])[] = [
  [/^Throttling|RateQuota|LimitRequests/, 429],
  [/^(InvalidApiKey|AccessDenied)/, 401],
  [/^(InvalidParameter|DataInspection|Arrearage|ModelNotFound)/, 400],
];

/** An answer of the multimodal API; with incremental_output a stream is made of the same, piece by piece. */
export function readDashscope(value: Record<string, unknown>, draft: AnswerDraft): void {
  const { code, output, usage }: Response = value;
  if (typeof code === 'string' && code !== '') {
    const status = STATUSES.find(([pattern]) => pattern.test(code))?.[1] ?? 500;
    draft.embeddedError = { ...errorRecord(value), status, code: undefined, name: code };
    return;
  }
  if (!output) throw new Error('it has no output');
  const choice = output.choices?.[0];
  const content = choice?.message?.content ?? [];
  if (typeof content === 'string') draft.addText(content);
  else for (const { text } of content) if (typeof text === 'string') draft.addText(text);
  if (choice?.message?.reasoning_content) draft.touch();
  const reason = choice?.finish_reason;
  // While the answer goes on the reason is the word "null".
  if (typeof reason === 'string' && reason !== 'null') draft.finishReason = finishReasonOf(reason);
  if (usage) draft.usage = usageOf(usage);
}

function finishReasonOf(reason: string): FinishReason {
  if (reason === 'length') return 'length';
  if (reason === 'tool_calls') return 'tool-calls';
  return 'stop';
}

function usageOf(usage: NonNullable<Response['usage']>): TokenUsage {
  const reasoning = usage.output_tokens_details?.reasoning_tokens;
  return {
    ...(isCount(usage.input_tokens) ? { inputTokens: usage.input_tokens } : {}),
    ...(isCount(usage.output_tokens) ? { outputTokens: usage.output_tokens } : {}),
    ...(isCount(reasoning) ? { reasoningTokens: reasoning } : {}),
  };
}
