import { errorRecord, isCount } from '../http/read-answer.ts';
import type { AnswerDraft } from '../http/read-answer.ts';

interface Transcript {
  readonly text?: unknown;
  readonly error?: unknown;
  readonly usage?: {
    readonly input_tokens?: unknown;
    readonly output_tokens?: unknown;
  } | null;
}

/** A transcript of the transcriptions API. */
export function readTranscript(value: Record<string, unknown>, draft: AnswerDraft): void {
  const { text, error, usage }: Transcript = value;
  if (error) {
    draft.embeddedError = errorRecord(error);
    return;
  }
  if (typeof text !== 'string') throw new Error('it has no text');
  draft.addText(text);
  draft.finishReason = 'stop';
  // Nobody spoke: the right answer to silence is nothing.
  draft.mayBeEmpty = true;
  draft.usage = {
    ...(isCount(usage?.input_tokens) ? { inputTokens: usage.input_tokens } : {}),
    ...(isCount(usage?.output_tokens) ? { outputTokens: usage.output_tokens } : {}),
  };
}
