import type { JsonValue } from '../../core/json.ts';
import type { EvalDocument, DocumentValue } from '../../core/document.ts';
import { isMedia } from '../../core/media.ts';
import { textOf } from '../../core/chat.ts';
import type { InferenceRow, ScoredRow } from '../../core/rows.ts';
import type { RenderedDocument } from '../../core/task.ts';

/**
 * One line of a samples file: the fields that users of lmms-eval know, then ours. `doc` makes the file
 * scorable without the dataset; `execution` is all that may differ between two equal runs.
 */
export interface SampleRecord {
  readonly doc_id: number;
  readonly filter: string;
  readonly status: ScoredRow['status'];
  readonly input: string;
  readonly target: JsonValue;
  readonly resps: JsonValue;
  readonly filtered_resps: JsonValue;
  readonly token_counts: readonly JsonValue[];
  readonly doc_hash: string;
  readonly prompt_hash: string;
  readonly media_hashes: readonly string[];
  readonly metrics: ScoredRow['metrics'];
  readonly repeat_scores?: Readonly<Record<string, readonly number[]>>;
  readonly doc: JsonValue;
  readonly choices?: readonly string[];
  readonly cluster?: string;
  readonly category?: string;
  readonly error?: ScoredRow['error'];
  readonly execution: {
    readonly latency_ms: readonly number[];
    readonly ttft_ms: readonly number[];
    readonly tpot_ms: readonly number[];
    readonly attempts: number;
    readonly origin: readonly string[];
  };
}

export function sampleRecord(parts: {
  readonly docId: number;
  readonly document: EvalDocument;
  readonly rendered: RenderedDocument;
  readonly rows: readonly InferenceRow[];
  readonly scored: ScoredRow;
  readonly category: string | undefined;
}): SampleRecord {
  const { rows, scored, rendered } = parts;
  const [first] = rows;
  const defined = (values: (number | undefined)[]) => values.filter((value) => value !== undefined);
  return {
    doc_id: parts.docId,
    filter: scored.filter,
    status: scored.status,
    input: textOf(rendered.messages),
    target: scored.target,
    resps: scored.responses,
    filtered_resps: scored.filtered,
    token_counts: rows.map(({ usage }) => ({
      input_tokens: usage.inputTokens ?? null,
      output_tokens: usage.outputTokens ?? null,
      reasoning_tokens: usage.reasoningTokens ?? null,
    })),
    doc_hash: first?.docSha256 ?? '',
    prompt_hash: first?.promptSha256 ?? '',
    media_hashes: first?.mediaSha256 ?? [],
    metrics: scored.metrics,
    doc: withoutMedia(parts.document),
    ...(rendered.choices ? { choices: rendered.choices } : {}),
    ...(scored.repeatScores === undefined ? {} : { repeat_scores: scored.repeatScores }),
    ...(scored.cluster === undefined ? {} : { cluster: scored.cluster }),
    ...(parts.category === undefined ? {} : { category: parts.category }),
    ...(scored.error ? { error: scored.error } : {}),
    execution: {
      latency_ms: defined(rows.map((row) => row.timing?.latencyMs)),
      ttft_ms: defined(rows.map((row) => row.timing?.ttftMs)),
      tpot_ms: defined(rows.map((row) => row.timing?.tpotMs)),
      attempts: rows.reduce((sum, row) => sum + row.attempts, 0),
      origin: rows.map((row) => (row.origin === 'fresh' ? 'fresh' : row.origin.cachedFrom)),
    },
  };
}

/** Media become their digest: samples files stay small and never hold a picture twice. */
function withoutMedia(value: DocumentValue): JsonValue {
  if (isMedia(value)) return { $media: value.sha256, media_type: value.mediaType };
  if (Array.isArray(value)) return value.map(withoutMedia);
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value as EvalDocument);
    return Object.fromEntries(entries.map(([key, item]) => [key, withoutMedia(item)]));
  }
  return value;
}
