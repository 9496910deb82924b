import { createHash } from 'node:crypto';
import type { ChatMessage } from '../../core/chat.ts';
import type { GenerationParameters } from '../../core/generation.ts';
import { canonicalJson } from '../../core/json.ts';

export interface CacheKeyInput {
  /** Digest of all that decides a model's answers. */
  readonly modelKey: string;
  readonly messages: readonly ChatMessage[];
  /** Of generated text. */
  readonly parameters?: GenerationParameters;
  /** Of scored continuations, in order. */
  readonly continuations?: readonly string[];
  readonly repeat: number;
  /** Where the model key does not hold it already. */
  readonly adapterVersion?: string;
}

/** Raised when the meaning of a cached row changes, so that older ones are no longer found. */
const KEY_VERSION = 1;

/**
 * Names one question completely: a change of any byte of text or media, any parameter, the model or
 * the repeat gives another key. Media count by digest at their place among the text.
 */
export function responseCacheKey(input: CacheKeyInput): string {
  const { modelKey, parameters, continuations, repeat, adapterVersion } = input;
  const messages = input.messages.map(({ role, content }) => ({
    role,
    content: content.map((part) =>
      part.type === 'text'
        ? { text: part.text }
        : { type: part.type, mediaType: part.media.mediaType, sha256: part.media.sha256 },
    ),
  }));
  const question = {
    version: KEY_VERSION,
    modelKey,
    messages,
    parameters,
    continuations,
    repeat,
    adapterVersion,
  };
  return createHash('sha256').update(canonicalJson(question)).digest('hex');
}
