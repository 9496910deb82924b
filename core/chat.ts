import type { Media, MediaKind } from './media.ts';

export type MessagePart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: MediaKind; readonly media: Media };

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: readonly MessagePart[];
}

/** All text of a conversation, one line per part: what prefix ordering and prompt hashes look at. */
export function textOf(messages: readonly ChatMessage[]): string {
  const lines: string[] = [];
  for (const message of messages) {
    for (const part of message.content) if (part.type === 'text') lines.push(part.text);
  }
  return lines.join('\n');
}

export function mediaOf(messages: readonly ChatMessage[]): Media[] {
  const found: Media[] = [];
  for (const message of messages) {
    for (const part of message.content) if (part.type !== 'text') found.push(part.media);
  }
  return found;
}
