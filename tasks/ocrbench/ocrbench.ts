import type { EvalDocument } from '../../core/document.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import type { JsonValue } from '../../core/json.ts';
import { comparableText } from '../../core/metrics/metric.ts';
import { readText, readTexts } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import { foldFullWidth } from '../../core/text/full-width.ts';

/** The source whose answers are formulas: case matters there, blanks do not. */
const FORMULA_DATASET = 'HME100k';

/** Right where the answer contains one of the references. */
export function process_results(
  document: EvalDocument,
  [response = '']: readonly JsonValue[],
): Record<string, MetricValue> {
  const prediction = trimPython(comparableText(response));
  const references = readTexts(document, 'answer');
  const normalise =
    readText(document, 'dataset') === FORMULA_DATASET ? normaliseFormula : normaliseText;
  const given = normalise(prediction);
  const isRight = references.map(normalise).some((reference) => contains(given, reference));
  return {
    ocrbench_accuracy: {
      question_type: readText(document, 'question_type'),
      score: isRight ? 1 : 0,
      prediction,
      ground_truth: references,
    },
  };
}

/** Every text contains the empty one; a blank reference makes nothing right. */
function contains(text: string, reference: string): boolean {
  return reference !== '' && text.includes(reference);
}

function normaliseText(text: string): string {
  return trimPython(foldFullWidth(text).toLowerCase()).replaceAll('\n', ' ');
}

function normaliseFormula(text: string): string {
  return trimPython(foldFullWidth(text)).replaceAll(/[\n ]/g, '');
}
