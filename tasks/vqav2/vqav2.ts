import type { DocumentValue, EvalDocument } from '../../core/document.ts';
import { EvalError } from '../../core/errors.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import type { JsonValue } from '../../core/json.ts';
import { comparableText } from '../../core/metrics/metric.ts';
import type { MetricValue } from '../../core/rows.ts';
import { vqaConsensus } from '../../core/text/vqa-answer.ts';

export function process_results(
  document: EvalDocument,
  [response = '']: readonly JsonValue[],
): Record<string, number> {
  return { exact_match: vqaConsensus(comparableText(response), annotations(document)) };
}

/** The test answers are not public: the answer goes to the benchmark's server, which normalises it itself. */
export function process_results_test(
  document: EvalDocument,
  [response = '']: readonly JsonValue[],
): Record<string, MetricValue> {
  return {
    submission: {
      question_id: document['question_id'] as JsonValue,
      answer: trimPython(comparableText(response)),
    },
  };
}

/** The texts of the records `{answer, answer_confidence, answer_id}` that the annotators left. */
function annotations(document: EvalDocument): readonly string[] {
  const records = document['answers'];
  const texts = Array.isArray(records) ? records.map(answerOf) : [];
  if (texts.length > 0 && texts.every((text) => text !== undefined)) return texts;
  throw new EvalError(
    'dataset-invalid',
    `Cannot read the column "answers": expected a list of records with an answer each, received ${(JSON.stringify(records) ?? 'nothing').slice(0, 80)}. Check the dataset's revision.`,
  );
}

function answerOf(record: DocumentValue): string | undefined {
  if (typeof record !== 'object' || record === null || !('answer' in record)) return undefined;
  const { answer } = record as { readonly answer: DocumentValue };
  return typeof answer === 'string' ? answer : undefined;
}
