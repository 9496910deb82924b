import { fieldOf, numberOf } from '../../core/aggregations/aggregation.ts';
import { textOf } from '../../core/document-value.ts';
import type { EvalDocument } from '../../core/document.ts';
import { EvalError } from '../../core/errors.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import type { JsonValue } from '../../core/json.ts';
import { isMedia, type Media } from '../../core/media.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import { isAnswerable, scoreTyped } from './typed-answer.ts';

/** The pages that hold the evidence; none for a question that the document does not answer. */
export function doc_to_visual(document: EvalDocument): readonly Media[] {
  const pages = document['pages'];
  const images = Array.isArray(pages) ? pages.filter((page): page is Media => isMedia(page)) : [];
  const evidence = readText(document, 'evidence_pages').replaceAll(/[[\]\s]/g, '');
  if (images.length > 0 || evidence === '') return images;
  throw new EvalError(
    'dataset-invalid',
    `Cannot show the pages ${evidence} of ${textOf(document['doc_id'])}: the dataset holds them as PDF, and the document has no pictures in a column "pages". Render the evidence pages (144 dpi) into that column; without them the question would test nothing.`,
  );
}

export function process_results(
  document: EvalDocument,
  [response = '']: readonly string[],
): Record<string, MetricValue> {
  const given = trimPython(response);
  const right = readText(document, 'answer');
  const format = document['answer_format'];
  const score = scoreTyped(given, right, typeof format === 'string' ? format : 'Str');
  return {
    mmlongbench_doc_acc: { score },
    mmlongbench_doc_f1: {
      score,
      gt_answerable: isAnswerable(right),
      pred_answerable: isAnswerable(given),
    },
    unparsed: given === '',
  };
}

/** Harmonic mean of the scores over answerable questions and over questions that were answered. */
export function answerable_f1(records: readonly JsonValue[]): number {
  const recall = meanScore(records.filter((record) => fieldOf(record, 'gt_answerable') === true));
  const precision = meanScore(
    records.filter((record) => fieldOf(record, 'pred_answerable') === true),
  );
  return recall + precision === 0 ? 0 : (2 * recall * precision) / (recall + precision);
}

function meanScore(records: readonly JsonValue[]): number {
  const scores = records.map((record) => numberOf(fieldOf(record, 'score')) ?? 0);
  return scores.length === 0 ? 0 : scores.reduce((sum, score) => sum + score, 0) / scores.length;
}
