import type { EvalDocument } from '../../core/document.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';

/** Edits are counted by the aggregation, over all transcripts together. */
export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  return {
    wer: {
      gt: readText(document, 'gt'),
      pred: trimPython(answer),
      source: readText(document, 'source'),
      task: readText(document, 'task'),
    },
  };
}

/** Utterances joined to minutes of speech come without columns that say where they are from. */
export function process_results_long(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  return {
    wer: { gt: readText(document, 'transcript'), pred: trimPython(answer), task: 'asr_en' },
  };
}
