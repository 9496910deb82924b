import type { EvalDocument } from '../../core/document.ts';
import { itemDistance } from '../../core/metrics/edit-distance.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';

/** A Chinese character, or a word of Latin letters that ends where Chinese begins. */
const TOKEN = /[\u4e00-\u9fff]|[a-zA-Z']+\w*/g;

/** Edits over tokens of the longer text, in percent. An utterance counts as one, however long it is. */
export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const wanted = readText(document, 'text').match(TOKEN) ?? [];
  const given = answer.match(TOKEN) ?? [];
  const longest = Math.max(wanted.length, given.length);
  const share = longest === 0 ? 0 : itemDistance(given, wanted) / longest;
  return { mer: 100 * share, accuracy: Math.max(0, 100 * (1 - share)), mer_raw: share };
}
