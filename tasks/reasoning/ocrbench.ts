import { fieldOf, numberOf } from '../../core/aggregations/aggregation.ts';
import type { EvalDocument } from '../../core/document.ts';
import { embeddedImage } from '../../core/embedded-image.ts';
import { extractTaggedAnswer, scoreAnswerFormat } from '../../core/extractors/reasoned-answer.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import type { JsonValue } from '../../core/json.ts';
import { comparableText } from '../../core/metrics/metric.ts';
import { readText, readTexts } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import { mean } from '../../core/statistics/moments.ts';
import { process_results as ocrbenchResults } from '../ocrbench/ocrbench.ts';
import { around } from './around.ts';
import { ANALYSIS_PROMPT, reasoningTask } from './reasoning-task.ts';

export const { doc_to_text, doc_to_visual, doc_to_messages } = reasoningTask({
  system: ANALYSIS_PROMPT,
  prompt: (document, settings) => around(trimPython(readText(document, 'question')), settings),
  pictures: (document) => [embeddedImage(document, 'image')],
  answer: (document) => readTexts(document, 'answer')[0]!,
});

/** The tagged answer by the rule of OCRBench. */
export function process_results(
  document: EvalDocument,
  responses: readonly JsonValue[],
): Record<string, MetricValue> {
  const texts = responses.flat().map(comparableText);
  const answers = texts.map((text) => trimPython(extractTaggedAnswer(text)));
  const scores = answers.map((answer) => {
    const record = ocrbenchResults(document, [answer])['ocrbench_accuracy'] as JsonValue;
    return numberOf(fieldOf(record, 'score')) ?? 0;
  });
  return {
    ocrbench_accuracy_acc_score: mean(scores),
    ocrbench_accuracy_format_score: mean(texts.map(scoreAnswerFormat)),
    unparsed: answers.every((answer) => answer === ''),
  };
}
