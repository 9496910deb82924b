import { embeddedImage } from '../../core/embedded-image.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import { readText } from '../../core/read-column.ts';
import { around } from './around.ts';
import { ANALYSIS_PROMPT, reasoningTask } from './reasoning-task.ts';

export const { doc_to_text, doc_to_visual, doc_to_messages, process_results } = reasoningTask({
  system: ANALYSIS_PROMPT,
  prompt: (document, settings) =>
    around(trimPython(readText(document, 'question').replaceAll('<image>', '')), settings),
  pictures: (document) => [embeddedImage(document, 'image')],
  /** The number in a sentence that gives it. */
  answer(document) {
    const answer = trimPython(readText(document, 'answer'));
    return /\d+/.exec(answer)?.[0] ?? answer;
  },
});
