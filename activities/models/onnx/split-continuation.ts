import type { PromptRenderer } from './prompt-renderer.ts';

interface SplitTokens {
  readonly context: readonly number[];
  readonly continuation: readonly number[];
}

/**
 * Tokenises context and continuation as one text, as the model would have read it, and splits where
 * the tokens leave those of the context alone: a token across the seam belongs to the continuation.
 */
export function splitContinuation(
  prompts: PromptRenderer,
  contextText: string,
  continuationText: string,
): SplitTokens {
  const alone = prompts.encode(contextText);
  const joint = continuationText === '' ? alone : prompts.encode(contextText + continuationText);
  let shared = 0;
  while (shared < alone.length && shared < joint.length && alone[shared] === joint[shared])
    shared += 1;
  const continuation = joint.slice(shared);
  if (shared > 0) return { context: joint.slice(0, shared), continuation };
  // Without any context the first token has nothing to follow but the beginning of the text.
  const [end] = prompts.tokens.ends;
  return { context: [prompts.tokens.begin ?? end ?? prompts.tokens.pad], continuation };
}
