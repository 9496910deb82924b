import { meanOfDocuments } from '../../core/aggregations/mean-of-documents.ts';
import type { EvalDocument } from '../../core/document.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import type { Media } from '../../core/media.ts';
import { mediaAt } from '../../core/named-media.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';

/** How an answer may name its bucket, the surest first; the first of its form counts. */
const FORMS = [/answer\s*\(\s*([1-3])\s*\)/i, /bucket\s*([1-3])/i, /(?<!\d)([1-3])(?!\d)/];

export function process_docs(row: EvalDocument): EvalDocument {
  return { ...row, sim_id: Number(readText(row, 'simId')) };
}

/** The pictures lie beside the records of the simulations. */
export function doc_to_visual(document: EvalDocument): Media[] {
  return [mediaAt(`sim_${simulationOf(document)}_initial.png`)];
}

export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const prediction = trimPython(answer);
  const bucket = bucketOf(prediction);
  const target = Number(readText(document, 'finalBucket'));
  const record = {
    sim_id: simulationOf(document),
    prediction,
    predicted_bucket: bucket ?? null,
    target_bucket: target,
    is_correct: bucket === target,
  };
  return { vpct_accuracy: record, vpct_answered_rate: record, unparsed: bucket === undefined };
}

export const accuracy = meanOfDocuments({
  name: 'accuracy',
  scoreOf: (record) => (record['is_correct'] === true ? 1 : 0),
});

/** Share of answers that name a bucket. */
export const answered_rate = meanOfDocuments({
  name: 'answered_rate',
  scoreOf: (record) => (record['predicted_bucket'] === null ? 0 : 1),
});

function simulationOf(document: EvalDocument): number {
  return Number(readText(document, Object.hasOwn(document, 'sim_id') ? 'sim_id' : 'simId'));
}

function bucketOf(answer: string): number | undefined {
  for (const form of FORMS) {
    const digit = form.exec(answer)?.[1];
    if (digit !== undefined) return Number(digit);
  }
  return undefined;
}
