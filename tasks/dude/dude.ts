import type { DocumentValue, EvalDocument } from '../../core/document.ts';
import { EvalError } from '../../core/errors.ts';
import { splitWords } from '../../core/text/words.ts';
import { isMedia, type Media } from '../../core/media.ts';
import { anls } from '../../core/metrics/anls.ts';
import type { MetricValue } from '../../core/rows.ts';

/** Copies of the dataset name the pages differently. */
const PAGE_COLUMNS = [
  'image',
  'page_image',
  'document_image',
  'images',
  'page_images',
  'document_images',
  'pages',
];

export function doc_to_visual(document: EvalDocument): readonly Media[] {
  const pages = PAGE_COLUMNS.flatMap((column) => mediaIn(document[column] ?? null));
  if (pages.length > 0) return pages;
  throw new EvalError(
    'dataset-invalid',
    `the document holds no pages: expected images in one of the columns ${PAGE_COLUMNS.join(', ')}, received the columns ${Object.keys(document).join(', ')}`,
  );
}

export function doc_to_target(document: EvalDocument): string {
  return answersOf(document)[0] ?? '';
}

/** The best answer counts; a question without one cannot be answered rightly. */
export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const prediction = withPlainBlanks(answer);
  const references = answersOf(document).map(withPlainBlanks);
  if (prediction === '') return { dude_anls: 0 };
  return { dude_anls: anls.scoreText!({ prediction, references }, { metric: 'dude_anls' }) };
}

/** Before its lengths are taken: blanks around and between words are not part of an answer. */
function withPlainBlanks(text: string): string {
  return splitWords(text).join(' ');
}

function answersOf(document: EvalDocument): readonly string[] {
  const value = document['answers'] ?? null;
  const list: readonly DocumentValue[] = Array.isArray(value) ? value : [value];
  return list.flatMap((item) => {
    const isText = typeof item === 'string' || typeof item === 'number';
    return isText && String(item).trim() !== '' ? [String(item)] : [];
  });
}

function mediaIn(value: DocumentValue): readonly Media[] {
  if (isMedia(value)) return [value];
  return Array.isArray(value) ? value.filter((item): item is Media => isMedia(item)) : [];
}
