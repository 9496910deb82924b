import type { ChatMessage } from '../../core/chat.ts';
import type { EvalDocument } from '../../core/document.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import type { Media } from '../../core/media.ts';
import type { MetricValue } from '../../core/rows.ts';
import { scoreReasoned, type ReasonedOptions } from './score-reasoned.ts';

export const THINK_PROMPT =
  'You are a helpful assistant. When the user asks a question, your response must include two parts: ' +
  'first, the reasoning process enclosed in <think>...</think> tags, then the final answer enclosed in <answer>...</answer> tags.' +
  'Please provide a clear, concise response within <answer> </answer> tags that directly addresses the question.';

export const ANALYSIS_PROMPT =
  'You are a helpful assistant. When user asks a question, your response must include two parts: ' +
  'first, reasoning process enclosed in <analysis>...</analysis> tags, then final answer enclosed in <answer>...</answer> tags.' +
  'Please provide a clear, concise response within <answer> </answer> tags that directly addresses to question.';

/** What tells one benchmark of the collection from another. */
export interface ReasoningFamily {
  readonly system: string;
  readonly prompt: (document: EvalDocument, settings: JsonObject) => string;
  readonly pictures: (document: EvalDocument) => readonly Media[];
  readonly answer: (document: EvalDocument) => string;
}

export interface ReasoningTask {
  readonly doc_to_text: (document: EvalDocument, settings: JsonObject) => string;
  readonly doc_to_visual: (document: EvalDocument) => readonly Media[];
  readonly doc_to_messages: (document: EvalDocument, settings: JsonObject) => ChatMessage[];
  readonly process_results: (
    document: EvalDocument,
    responses: readonly JsonValue[],
  ) => Record<string, MetricValue>;
}

/** A system prompt that asks for reasoning and a tagged answer, the pictures, the question; two scores. */
export function reasoningTask(family: ReasoningFamily): ReasoningTask {
  return {
    doc_to_text: family.prompt,
    doc_to_visual: family.pictures,
    doc_to_messages: (document, settings) => [
      systemMessage(family.system),
      {
        role: 'user',
        content: [
          ...family.pictures(document).map((media) => ({ type: media.kind, media })),
          { type: 'text', text: trimPython(family.prompt(document, settings)) },
        ],
      },
    ],
    process_results: (document, responses) =>
      reasonedMetrics(responses, family.answer(document), ['']),
  };
}

export function systemMessage(text: string): ChatMessage {
  return { role: 'system', content: [{ type: 'text', text }] };
}

/** The two scores, once per prefix of their names. */
export function reasonedMetrics(
  responses: readonly JsonValue[],
  right: string,
  prefixes: readonly string[],
  options: ReasonedOptions = {},
): Record<string, MetricValue> {
  const { accuracy, format, isUnparsed } = scoreReasoned(responses, right, options);
  const named = prefixes.flatMap((prefix) => [
    [`${prefix}acc_score`, accuracy] as const,
    [`${prefix}format_score`, format] as const,
  ]);
  return { ...Object.fromEntries(named), unparsed: isUnparsed };
}
