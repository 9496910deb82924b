import type { EvalDocument } from '../../core/document.ts';
import { embeddedImage } from '../../core/embedded-image.ts';
import { letterAt } from '../../core/extractors/candidate-letter.ts';
import type { JsonValue } from '../../core/json.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import { readText, readTexts } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import { ANALYSIS_PROMPT, reasonedMetrics, reasoningTask } from './reasoning-task.ts';

export const { doc_to_text, doc_to_visual, doc_to_messages } = reasoningTask({
  system: ANALYSIS_PROMPT,
  /** The text before the question may name the letters, where `{}` stands. */
  prompt(document, settings) {
    const letters = readTexts(document, 'choices').map((_, position) => letterAt(position));
    const lead = promptSetting(settings, 'pre_prompt').replace('{}', letters.join(', '));
    return `${lead}\n${readText(document, 'prompt')}`;
  },
  pictures: (document) => [embeddedImage(document, 'image')],
  answer: (document) => readText(document, 'answer'),
});

export function process_results(
  document: EvalDocument,
  responses: readonly JsonValue[],
): Record<string, MetricValue> {
  return reasonedMetrics(responses, readText(document, 'answer'), ['cv_bench_']);
}
