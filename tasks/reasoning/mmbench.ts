import { optionalText } from '../../core/document-value.ts';
import type { EvalDocument } from '../../core/document.ts';
import { embeddedImage } from '../../core/embedded-image.ts';
import { mmbenchOptions } from '../../core/extractors/mmbench-choice.ts';
import { extractTaggedAnswer } from '../../core/extractors/reasoned-answer.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import type { JsonValue } from '../../core/json.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import { ANALYSIS_PROMPT, reasoningTask } from './reasoning-task.ts';

const COLUMNS = ['index', 'question', 'hint', 'source', 'split', 'category', 'L2-category'];

export const { doc_to_text, doc_to_visual, doc_to_messages, process_results } = reasoningTask({
  system: ANALYSIS_PROMPT,
  prompt(document, settings) {
    const hint = optionalText(document, 'hint');
    const options = [...mmbenchOptions((column) => document[column])];
    const lines = [
      promptSetting(settings, 'options_prompt'),
      ...options.map(([letter, text]) => `${letter}. ${text}`),
    ];
    const question = `${readText(document, 'question')} ${lines.join('\n')}`;
    return hint === '' || hint === 'nan' ? question : `${hint} ${question}`;
  },
  pictures: (document) => [embeddedImage(document, 'image')],
  answer: (document) => readText(document, 'answer'),
});

/** The answers of the test split are with the benchmark's server. */
export function process_results_test(
  document: EvalDocument,
  [response = '']: readonly string[],
): Record<string, MetricValue> {
  const prediction = trimPython(response);
  const answer = trimPython(extractTaggedAnswer(prediction));
  const record = {
    ...Object.fromEntries(COLUMNS.map((name) => [name, (document[name] ?? null) as JsonValue])),
    prediction,
    answer,
    ...Object.fromEntries(
      Array.from('ABCDE', (letter) => [letter, (document[letter] ?? 'nan') as JsonValue]),
    ),
  };
  return { submission: record, unparsed: answer === '' };
}
