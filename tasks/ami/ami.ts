import type { EvalDocument } from '../../core/document.ts';
import { extractSpokenText } from '../../core/extractors/spoken-text.ts';
import { wordErrorShare } from '../../core/metrics/word-errors.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';

/** ASCII punctuation but for the apostrophe. */
const PUNCTUATION = /[!-&(-/:-@[-`{-~]/g;

/** Case and punctuation aside. An utterance counts as one, however long it is. */
export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const wanted = plain(readText(document, 'text'));
  return { wer: wanted === '' ? 1 : wordErrorShare(plain(extractSpokenText(answer)), wanted) };
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(PUNCTUATION, '');
}
