import type { FinishReason, TokenUsage } from '../../../core/generation.ts';
import { errorRecord, isCount } from '../http/read-answer.ts';
import type { AnswerDraft } from '../http/read-answer.ts';

interface Part {
  readonly text?: unknown;
  readonly functionCall?: unknown;
  readonly thought?: unknown;
}

interface Response {
  readonly candidates?: readonly {
    readonly content?: { readonly parts?: readonly Part[] } | null;
    readonly finishReason?: unknown;
  }[];
  readonly promptFeedback?: { readonly blockReason?: unknown } | null;
  readonly usageMetadata?: {
    readonly promptTokenCount?: unknown;
    readonly toolUsePromptTokenCount?: unknown;
    readonly candidatesTokenCount?: unknown;
    readonly thoughtsTokenCount?: unknown;
  } | null;
  readonly modelVersion?: unknown;
  readonly error?: unknown;
}

/** What the provider's filters say of an answer that they cut or withheld. */
const FILTERED: ReadonlySet<string> = new Set([
  'SAFETY',
  'RECITATION',
  'BLOCKLIST',
  'PROHIBITED_CONTENT',
  'SPII',
  'IMAGE_SAFETY',
  'IMAGE_PROHIBITED_CONTENT',
  'IMAGE_RECITATION',
  'LANGUAGE',
]);

/** A GenerateContentResponse; streams are made of them. */
export function readGemini(value: Record<string, unknown>, draft: AnswerDraft): void {
  const response: Response = value;
  if (response.error) draft.embeddedError = errorRecord(response.error);
  if (typeof response.modelVersion === 'string') draft.model ??= response.modelVersion;
  const candidate = response.candidates?.[0];
  for (const part of candidate?.content?.parts ?? []) readPart(part, draft);
  const blocked = response.promptFeedback?.blockReason;
  if (typeof blocked === 'string' && candidate === undefined) draft.blocked = blocked;
  if (typeof candidate?.finishReason === 'string') {
    draft.finishReason = finishReasonOf(candidate.finishReason, draft.finishReason);
  }
  if (response.usageMetadata) draft.usage = usageOf(response.usageMetadata);
}

function readPart({ text, thought, functionCall }: Part, draft: AnswerDraft): void {
  // A call ends like any other answer; only its presence tells.
  if (functionCall) draft.finishReason = 'tool-calls';
  // Summaries of thoughts look like text; function calls and others have none.
  if (typeof text === 'string' && thought !== true) draft.addText(text);
  else draft.touch();
}

function finishReasonOf(reason: string, before: FinishReason | undefined): FinishReason {
  if (reason === 'MAX_TOKENS') return 'length';
  if (FILTERED.has(reason)) return 'content-filter';
  if (reason === 'UNEXPECTED_TOOL_CALL' || reason === 'MALFORMED_FUNCTION_CALL') {
    return 'tool-calls';
  }
  return before ?? 'stop';
}

/** Thoughts are output, as everywhere else; Google counts them beside it. */
function usageOf(usage: NonNullable<Response['usageMetadata']>): TokenUsage {
  const { promptTokenCount: prompt, toolUsePromptTokenCount: forTools } = usage;
  const { candidatesTokenCount: answer, thoughtsTokenCount: thoughts } = usage;
  return {
    ...(isCount(prompt) ? { inputTokens: prompt + (isCount(forTools) ? forTools : 0) } : {}),
    ...(isCount(answer) || isCount(thoughts)
      ? { outputTokens: (isCount(answer) ? answer : 0) + (isCount(thoughts) ? thoughts : 0) }
      : {}),
    ...(isCount(thoughts) ? { reasoningTokens: thoughts } : {}),
  };
}
