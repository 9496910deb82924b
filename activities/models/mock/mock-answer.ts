import { createHash } from 'node:crypto';

import type { ChatMessage } from '../../../core/chat.ts';
import { mediaOf, textOf } from '../../../core/chat.ts';
import type { GenerationParameters } from '../../../core/generation.ts';

/** Labels such as "A.", "(B)" or "C:" at the beginning of a line. */
const CHOICE_LABEL = /^\s*\(?([A-Z])[).:](?=\s)/gm;

export function choiceLabels(messages: readonly ChatMessage[]): string[] {
  return [...new Set([...textOf(messages).matchAll(CHOICE_LABEL)].map((match) => match[1]!))];
}

export function lastUserText(messages: readonly ChatMessage[]): string {
  return textOf(messages.filter((message) => message.role === 'user').slice(-1));
}

/**
 * A label of the prompt's choices, or a digit, picked by the digest of everything the model is shown;
 * sampling differs by seed, greedy decoding does not.
 */
export function hashedAnswer(
  messages: readonly ChatMessage[],
  parameters: Pick<GenerationParameters, 'temperature' | 'seed'>,
): string {
  const seed = parameters.temperature > 0 ? `seed ${parameters.seed ?? 0}` : '';
  const value = hashedFraction([promptDigest(messages), seed]);
  const labels = choiceLabels(messages);
  return labels.length > 0
    ? labels[Math.floor(value * labels.length)]!
    : String(Math.floor(value * 10));
}

/** SHA-256 over roles, texts and media digests. */
export function promptDigest(messages: readonly ChatMessage[]): string {
  const plain = messages.map(({ role, content }) => [
    role,
    ...content.map((part) =>
      part.type === 'text' ? part.text : `${part.type}:${part.media.sha256}`,
    ),
  ]);
  const hash = createHash('sha256').update(JSON.stringify(plain));
  return hash.digest('hex');
}

/** Uniform in [0, 1), the same for equal parts on every machine. */
export function hashedFraction(parts: readonly string[]): number {
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest();
  return digest.readUIntBE(0, 6) / 2 ** 48;
}

/** Words stand for tokens. */
export function countTokens(text: string): number {
  return text.split(/\s+/).filter((word) => word !== '').length;
}

export function promptTokens(messages: readonly ChatMessage[]): number {
  return countTokens(textOf(messages)) + mediaOf(messages).length;
}
