import type { InferenceRow } from '../../../core/rows.ts';

/** A plausible row of the ledger. */
export function inferenceRow(
  doc: number,
  repeat = 0,
  changes: Partial<InferenceRow> = {},
): InferenceRow {
  return {
    doc,
    repeat,
    status: 'ok',
    output: `answer ${doc}/${repeat} – “ja” 日本 🙂`,
    finishReason: 'stop',
    usage: { inputTokens: 100 + doc, outputTokens: 7 },
    timing: { latencyMs: 21.5, ttftMs: 20.25, tpotMs: 0.5 },
    attempts: 1,
    origin: 'fresh',
    promptSha256: 'a'.repeat(64),
    docSha256: 'b'.repeat(64),
    mediaSha256: ['c'.repeat(64)],
    ...changes,
  };
}
