import type { DocumentValue, EvalDocument } from '../../core/document.ts';
import { EvalError } from '../../core/errors.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import type { JsonValue } from '../../core/json.ts';
import { comparableText } from '../../core/metrics/metric.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import { parsePythonLiteral } from '../../core/text/python-literal.ts';

/** A row holds a picture and several questions about it; each becomes a document. */
export function process_docs(row: EvalDocument, index: number): EvalDocument[] {
  const id = textOf(row['id']) || `mtvqa_${index}`;
  const category = textOf(row['lang']) || 'unknown';
  return questionsOf(row).flatMap((pair, position) => {
    const question = textOf(pair['question']);
    const answer = textOf(pair['answer']);
    if (question === '' || answer === '') return [];
    const image = row['image'] ?? null;
    return [{ question_id: `${id}_${position}`, id, category, question, answer, image }];
  });
}

/** Right where the answer contains the reference, case and periods aside. */
export function process_results(
  document: EvalDocument,
  [response = '']: readonly JsonValue[],
): Record<string, MetricValue> {
  const reference = normalise(readText(document, 'answer'));
  const isRight = reference !== '' && normalise(comparableText(response)).includes(reference);
  const category = readText(document, 'category');
  return { mtvqa_score: { category, score: isRight ? 1 : 0 } };
}

/** The column holds a list of {question, answer}, printed as Python prints it. */
function questionsOf(row: EvalDocument): readonly { readonly [key: string]: DocumentValue }[] {
  const column = row['qa_pairs'];
  const pairs: unknown = typeof column === 'string' ? parsePythonLiteral(column) : column;
  if (Array.isArray(pairs) && pairs.every((pair) => typeof pair === 'object' && pair !== null)) {
    return pairs as readonly { readonly [key: string]: DocumentValue }[];
  }
  throw new EvalError(
    'dataset-invalid',
    `the column "qa_pairs" must hold a list of questions with answers, received ${(JSON.stringify(column) ?? 'nothing').slice(0, 80)}`,
  );
}

function textOf(value: DocumentValue | undefined): string {
  return value === undefined ? '' : trimPython(comparableText(value as JsonValue));
}

function normalise(text: string): string {
  return trimPython(text).toLowerCase().replaceAll('.', '');
}
