import { textOf } from '../../../core/chat.ts';
import type { ChatMessage } from '../../../core/chat.ts';

/** The system instruction: the task's own, else the one of the model arguments. */
export function systemText(
  messages: readonly ChatMessage[],
  fallback: string | undefined,
): string | undefined {
  const given = messages.filter(({ role }) => role === 'system');
  const text = given.length === 0 ? fallback : textOf(given);
  return text === '' ? undefined : text;
}
