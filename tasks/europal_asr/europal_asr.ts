import type { EvalDocument } from '../../core/document.ts';
import { extractSpokenText } from '../../core/extractors/spoken-text.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import { wordErrorShare } from '../../core/metrics/word-errors.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';

/** Case aside; punctuation is part of a verbatim transcript. A speech counts as one, however long it is. */
export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const wanted = trimPython(readText(document, 'text_verbatim')).toUpperCase();
  const given = extractSpokenText(answer).toUpperCase();
  return { wer: wanted === '' ? 1 : wordErrorShare(given, wanted) };
}
