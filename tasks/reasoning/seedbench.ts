import type { EvalDocument } from '../../core/document.ts';
import { listOf } from '../../core/document-value.ts';
import type { JsonValue } from '../../core/json.ts';
import { isMedia } from '../../core/media.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import { letteredOptions } from '../../core/text/lettered-options.ts';
import { ANALYSIS_PROMPT, reasonedMetrics, reasoningTask } from './reasoning-task.ts';

export const { doc_to_text, doc_to_visual, doc_to_messages } = reasoningTask({
  system: ANALYSIS_PROMPT,
  prompt(document) {
    const options = ['a', 'b', 'c', 'd'].map((letter) => readText(document, `choice_${letter}`));
    return `${readText(document, 'question')}\n${letteredOptions(options)}\nAnswer with the option's letter from the given choices directly.`;
  },
  pictures: (document) => listOf(document['image']).filter(isMedia),
  answer: (document) => readText(document, 'answer'),
});

/** Over all questions, and over those on pictures or on films. */
export function process_results(
  document: EvalDocument,
  responses: readonly JsonValue[],
): Record<string, MetricValue> {
  return reasonedMetrics(responses, readText(document, 'answer'), [
    `seed_${readText(document, 'data_type')}_`,
    'seed_all_',
  ]);
}
