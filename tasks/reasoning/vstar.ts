import type { EvalDocument } from '../../core/document.ts';
import { embeddedImage } from '../../core/embedded-image.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import type { JsonValue } from '../../core/json.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import { letteredOptions } from '../../core/text/lettered-options.ts';
import { around } from './around.ts';
import { ANALYSIS_PROMPT, reasonedMetrics, reasoningTask } from './reasoning-task.ts';

export const { doc_to_text, doc_to_visual, doc_to_messages } = reasoningTask({
  system: ANALYSIS_PROMPT,
  /** Options written "(A) first (B) second" get a line each. */
  prompt(document, settings) {
    const text = readText(document, 'text');
    const [question = '', ...options] = text.split(/\([A-D]\)/).map(trimPython);
    const isListed = options.length > 0 && options.length <= 4;
    return around(isListed ? `${question}\n${letteredOptions(options)}` : text, settings);
  },
  pictures: (document) => [embeddedImage(document, 'image')],
  answer: (document) => readText(document, 'label'),
});

export function direct_attributes(row: EvalDocument): EvalDocument | undefined {
  return row['category'] === 'direct_attributes' ? row : undefined;
}

export function relative_position(row: EvalDocument): EvalDocument | undefined {
  return row['category'] === 'relative_position' ? row : undefined;
}

export function process_results(
  document: EvalDocument,
  responses: readonly JsonValue[],
): Record<string, MetricValue> {
  const right = trimPython(readText(document, 'label')).toUpperCase();
  return reasonedMetrics(responses, right, [
    `vstar_${readText(document, 'category')}_`,
    'vstar_overall_',
  ]);
}
