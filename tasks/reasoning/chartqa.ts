import type { EvalDocument } from '../../core/document.ts';
import { embeddedImage } from '../../core/embedded-image.ts';
import type { JsonValue } from '../../core/json.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import { around } from './around.ts';
import { ANALYSIS_PROMPT, reasonedMetrics, reasoningTask } from './reasoning-task.ts';

export const { doc_to_text, doc_to_visual, doc_to_messages } = reasoningTask({
  system: ANALYSIS_PROMPT,
  prompt: (document, settings) => around(readText(document, 'question'), settings),
  pictures: (document) => [embeddedImage(document, 'image')],
  answer: (document) => readText(document, 'answer'),
});

/** Over all charts, and over those whose questions people or a model wrote. */
export function process_results(
  document: EvalDocument,
  responses: readonly JsonValue[],
): Record<string, MetricValue> {
  const split = document['type'] === 'human_test' ? 'human' : 'augmented';
  return reasonedMetrics(responses, readText(document, 'answer'), [
    'relaxed_overall_',
    `relaxed_${split}_split_`,
  ]);
}
