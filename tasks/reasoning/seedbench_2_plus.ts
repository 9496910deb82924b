import type { EvalDocument } from '../../core/document.ts';
import { embeddedImage } from '../../core/embedded-image.ts';
import type { JsonValue } from '../../core/json.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import { letteredOptions } from '../../core/text/lettered-options.ts';
import { ANALYSIS_PROMPT, reasonedMetrics, reasoningTask } from './reasoning-task.ts';

export const { doc_to_text, doc_to_visual, doc_to_messages } = reasoningTask({
  system: ANALYSIS_PROMPT,
  prompt(document) {
    const options = ['A', 'B', 'C', 'D'].map((letter) =>
      withoutFile(readText(document, `choice_${letter}`)),
    );
    return `${readText(document, 'question')}\n${letteredOptions(options)}\nAnswer with the option's letter from the given choices directly.`;
  },
  pictures: (document) => [embeddedImage(document, 'image')],
  answer: (document) => readText(document, 'answer'),
});

/** Over all questions, and over those on charts, maps or web pages. */
export function process_results(
  document: EvalDocument,
  responses: readonly JsonValue[],
): Record<string, MetricValue> {
  const type = readText(document, 'question_image_type').toLowerCase();
  const name = type.slice(0, 1).toUpperCase() + type.slice(1);
  return reasonedMetrics(responses, readText(document, 'answer'), [
    `seedbench_2_plus_${name}_`,
    'seedbench_2_plus_all_',
  ]);
}

/** An option that is a picture is written as its file name. */
function withoutFile(choice: string): string {
  return choice.includes('jpg') || choice.includes('png') ? '<image>' : choice;
}
