import type { EvalDocument } from '../../core/document.ts';
import { embeddedImage } from '../../core/embedded-image.ts';
import { extractTaggedAnswer, scoreAnswerFormat } from '../../core/extractors/reasoned-answer.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import type { JsonValue } from '../../core/json.ts';
import { anls } from '../../core/metrics/anls.ts';
import { comparableText } from '../../core/metrics/metric.ts';
import { readText, readTexts } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import { mean } from '../../core/statistics/moments.ts';
import { around } from './around.ts';
import { ANALYSIS_PROMPT, reasoningTask } from './reasoning-task.ts';

export const { doc_to_text, doc_to_visual, doc_to_messages } = reasoningTask({
  system: ANALYSIS_PROMPT,
  prompt: (document, settings) => around(readText(document, 'question'), settings),
  pictures: (document) => [embeddedImage(document, 'image')],
  answer: (document) => readTexts(document, 'answers')[0]!,
});

/** The tagged answer against all references, by normalised Levenshtein similarity. */
export function process_results(
  document: EvalDocument,
  responses: readonly JsonValue[],
): Record<string, MetricValue> {
  const references = readTexts(document, 'answers');
  const texts = textsOf(responses);
  const answers = texts.map(taggedAnswer);
  const scores = answers.map(
    (prediction) => anls.scoreText!({ prediction, references }, { metric: 'anls' }) as number,
  );
  return {
    anls: mean(scores),
    anls_acc_score: mean(scores),
    anls_format_score: mean(texts.map(scoreAnswerFormat)),
    unparsed: answers.every((answer) => answer === ''),
  };
}

/** The answers of the test split are with the benchmark's server. */
export function process_results_test(
  document: EvalDocument,
  responses: readonly JsonValue[],
): Record<string, MetricValue> {
  const answer = taggedAnswer(textsOf(responses)[0] ?? '');
  return {
    submission: { questionId: Number(readText(document, 'questionId')), answer },
    unparsed: answer === '',
  };
}

function textsOf(responses: readonly JsonValue[]): string[] {
  return responses.flat().map(comparableText);
}

function taggedAnswer(text: string): string {
  return trimPython(extractTaggedAnswer(text));
}
