import type { ChatMessage, MessagePart } from '../core/chat.ts';
import { EvalError } from '../core/errors.ts';
import { isMedia, type Media } from '../core/media.ts';

/** A question and its answer, as text: images of examples are not shown. */
export interface FewshotExample {
  readonly question: string;
  readonly answer: string;
}

export interface BuildMessagesOptions {
  readonly systemInstruction?: string | undefined;
  readonly description: string;
  readonly examples: readonly FewshotExample[];
  readonly targetDelimiter: string;
  readonly fewshotDelimiter: string;
  /** Examples as turns of the conversation rather than as text before the question. */
  readonly asMultiturn: boolean;
  readonly visuals: readonly Media[];
  readonly question: string;
}

/** The conversation of a task without doc_to_messages: visuals first, then description, examples, question. */
export function buildMessages(options: BuildMessagesOptions): ChatMessage[] {
  const { examples, description, question } = options;
  const visuals = options.visuals.map((media): MessagePart => ({ type: media.kind, media }));
  if (options.asMultiturn && examples.length > 0) {
    const turns = examples.flatMap((example, index): ChatMessage[] => [
      { role: 'user', content: [text((index === 0 ? description : '') + example.question)] },
      { role: 'assistant', content: [text(example.answer)] },
    ]);
    const last: ChatMessage = { role: 'user', content: [...visuals, text(question)] };
    return [...systemMessage(options.systemInstruction), ...turns, last];
  }
  const shown = examples.map(
    (example) =>
      example.question + options.targetDelimiter + example.answer + options.fewshotDelimiter,
  );
  const content = [...visuals, text(description + shown.join('') + question)];
  return [...systemMessage(options.systemInstruction), { role: 'user', content }];
}

/** What a task's own doc_to_messages returned, checked, with the run's system instruction first. */
export function checkMessages(
  value: unknown,
  task: string,
  systemInstruction: string | undefined,
): ChatMessage[] {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isMessage)) {
    throw new EvalError(
      'task-invalid',
      `Cannot render doc_to_messages of the task ${task}: expected a list of { role: system | user | assistant, content: [{ type: 'text', text } or { type: image | audio | video, media }] }, received ${JSON.stringify(value)?.slice(0, 120) ?? 'nothing'}.`,
    );
  }
  return [...systemMessage(systemInstruction), ...value];
}

function systemMessage(instruction: string | undefined): ChatMessage[] {
  const isGiven = instruction !== undefined && instruction !== '';
  return isGiven ? [{ role: 'system', content: [text(instruction)] }] : [];
}

function text(content: string): MessagePart {
  return { type: 'text', text: content };
}

function isMessage(value: unknown): value is ChatMessage {
  if (typeof value !== 'object' || value === null) return false;
  const { role, content } = value as Record<string, unknown>;
  const isRole = role === 'system' || role === 'user' || role === 'assistant';
  return isRole && Array.isArray(content) && content.length > 0 && content.every(isPart);
}

function isPart(value: unknown): value is MessagePart {
  if (typeof value !== 'object' || value === null) return false;
  const part = value as Record<string, unknown>;
  if (part['type'] === 'text') return typeof part['text'] === 'string';
  return isMedia(part['media']) && part['media'].kind === part['type'];
}
