import { trimPython } from '../filters/python-text.ts';

const END_TOKENS = /(?:\s*(?:<\/s>|<\|[^<|>]*\|>))+\s*$/;

/** A text without the end-of-text tokens that a served model left at its end, and trimmed. */
export function trimEndTokens(text: string): string {
  return trimPython(text.replace(END_TOKENS, ''));
}
