import { meanOfDocuments } from '../../core/aggregations/mean-of-documents.ts';
import type { EvalDocument } from '../../core/document.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import { contentWords } from './content-words.ts';

export const wups_percent = meanOfDocuments({
  name: 'wups_percent',
  scoreOf: (record) => 100 * Number(record['0']),
});

/**
 * WUPS with the similarity of words that are not equal taken as none, for want of WordNet: a lower bound,
 * and exact for questions of counting and of yes or no, which the benchmark compares as they stand.
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
    WUPS: { '0': score, '0.9': score, qtype: kind === 'TP' ? 'TN' : kind },
    unparsed: given === '',
  };
}
