import { meanOfDocuments } from '../../core/aggregations/mean-of-documents.ts';
import type { EvalDocument } from '../../core/document.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import { contentWords } from './content-words.ts';

export const content_words_percent = meanOfDocuments({
  name: 'content_words_percent',
  scoreOf: (record) => 100 * Number(record['score']),
});

/**
 * The benchmark's WUPS credits words that WordNet holds to be similar, which is not here, so it has no number. What
 * can be told is whether the words that count are those of a reference; questions of counting and of yes or no are
 * compared so by the benchmark as well.
 */
export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const kind = readText(document, 'type');
  const further = document['additional_ref_answer'];
  const references = [
    readText(document, 'answer'),
    ...(typeof further === 'string' ? [further] : []),
  ];
  const given = contentWords(answer).join(' ');
  const isRight = references
    .map((reference) => contentWords(reference).join(' '))
    .some((right) => right !== '' && right === given);
  const score = isRight ? 1 : 0;
  // Previous and next are one kind of question in the published table.
  return {
    WUPS: null,
    content_words: { score, qtype: kind === 'TP' ? 'TN' : kind },
    unparsed: given === '',
  };
}
