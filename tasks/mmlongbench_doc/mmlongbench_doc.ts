import { fieldOf, numberOf } from '../../core/aggregations/aggregation.ts';
import { textOf } from '../../core/document-value.ts';
import type { EvalDocument } from '../../core/document.ts';
import { EvalError } from '../../core/errors.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import type { JsonValue } from '../../core/json.ts';
import { isMedia, withPages, type Media } from '../../core/media.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import { isAnswerable, scoreTyped } from './typed-answer.ts';

const PAGE_DPI = 144;

/** The pages that hold the evidence; none for a question that the document does not answer. */
export function doc_to_visual(document: EvalDocument): readonly Media[] {
  const { pages, document: whole } = document;
  const images = Array.isArray(pages) ? pages.filter((page): page is Media => isMedia(page)) : [];
  const numbers = evidencePages(readText(document, 'evidence_pages'));
  if (images.length > 0 || numbers.length === 0) return images;
  if (isMedia(whole)) return [withPages(whole, { numbers, dpi: PAGE_DPI })];
  throw new EvalError(
    'dataset-invalid',
    `Cannot show the pages ${numbers.join(', ')} of ${textOf(document['doc_id'])}: the document has neither the PDF file in a column "document" nor pictures in a column "pages". Without them the question would test nothing.`,
  );
}

/** A list as Python writes it, such as [3, 5]; each page once. */
function evidencePages(text: string): readonly number[] {
  const numbers = (text.match(/\d+/g) ?? []).map(Number).filter((number) => number > 0);
  return [...new Set(numbers)];
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
