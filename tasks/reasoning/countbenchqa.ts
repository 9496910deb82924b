import { optionalText } from '../../core/document-value.ts';
import { embeddedImage } from '../../core/embedded-image.ts';
import { readText } from '../../core/read-column.ts';
import { around } from './around.ts';
import { ANALYSIS_PROMPT, reasoningTask } from './reasoning-task.ts';

export const { doc_to_text, doc_to_visual, doc_to_messages, process_results } = reasoningTask({
  system: ANALYSIS_PROMPT,
  prompt(document, settings) {
    const lead = optionalText(document, 'text');
    const question = readText(document, 'question');
    return around(lead === '' ? question : `${lead}\n\n${question}`, settings);
  },
  pictures: (document) => [embeddedImage(document, 'image')],
  answer: (document) => readText(document, 'number'),
});
