import type { EvalDocument } from '../../core/document.ts';
import { embeddedImage } from '../../core/embedded-image.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import type { JsonValue } from '../../core/json.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import { reasonedMetrics, reasoningTask, THINK_PROMPT } from './reasoning-task.ts';

export const { doc_to_text, doc_to_visual, doc_to_messages } = reasoningTask({
  system: THINK_PROMPT,
  prompt: (document) => trimPython(readText(document, 'question')),
  pictures: (document) => [embeddedImage(document, 'image')],
  answer: (document) => readText(document, 'answer'),
});

/** Answers are words, numbers and letters in any case. */
export function process_results(
  document: EvalDocument,
  responses: readonly JsonValue[],
): Record<string, MetricValue> {
  const right = trimPython(readText(document, 'answer').toLowerCase());
  return reasonedMetrics(responses, right, [''], { ignoreCase: true });
}
