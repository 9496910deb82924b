import type { PromptRenderer } from './prompt-renderer.ts';

/** Whether the text of the tokens so far holds a stop string; to be asked after every token. */
export type StopDetector = (tokens: readonly number[]) => boolean;

/** A character takes at most four bytes, and a byte-level token holds at least one. */
const TOKENS_PER_CHARACTER = 4;
/** Special tokens decode to nothing; leave room for a few. */
const SPARE_TOKENS = 8;

/**
 * Decodes only the tail, and only after a token that could complete a stop string: decoding the whole
 * text after every token would cost more than a small model's step.
 */
export function createStopDetector(prompts: PromptRenderer, stop: readonly string[]): StopDetector {
  const marks = stop.filter((mark) => mark !== '');
  if (marks.length === 0) return () => false;
  const longest = Math.max(...marks.map((mark) => mark.length));
  const tail = longest * TOKENS_PER_CHARACTER + SPARE_TOKENS;
  const completes = new Map<number, boolean>();
  const canComplete = (token: number): boolean => {
    let known = completes.get(token);
    if (known === undefined) {
      const piece = prompts.tokenizer.decode([token], { skip_special_tokens: true });
      // Some decoders drop a leading blank, and part of a character decodes to U+FFFD.
      known = marks.some((mark) => {
        const last = mark.at(-1)!;
        return last.trim() === '' || piece.includes(last) || piece.includes('\uFFFD');
      });
      completes.set(token, known);
    }
    return known;
  };
  return (tokens) => {
    const token = tokens.at(-1);
    if (token === undefined || !canComplete(token)) return false;
    const text = prompts.decode(tokens.slice(-tail));
    return marks.some((mark) => text.includes(mark));
  };
}
