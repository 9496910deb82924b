import type { JsonObject } from '../json.ts';
import type { MetricValue } from '../rows.ts';

const METRICS = ['Bleu_4', 'Bleu_3', 'Bleu_2', 'Bleu_1', 'METEOR', 'ROUGE_L', 'CIDEr'];

/** The record of a caption under every metric of COCO's evaluation: aggregations compare the texts. */
export function captionMetrics(prefix: string, record: JsonObject): Record<string, MetricValue> {
  return Object.fromEntries(METRICS.map((metric) => [`${prefix}_${metric}`, record]));
}
