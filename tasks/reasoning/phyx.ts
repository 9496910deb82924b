import { embeddedImage } from '../../core/embedded-image.ts';
import { readText } from '../../core/read-column.ts';
import { THINK_PROMPT, reasoningTask } from './reasoning-task.ts';

export const { doc_to_text, doc_to_visual, doc_to_messages, process_results } = reasoningTask({
  system: THINK_PROMPT,
  prompt: (document) => readText(document, 'question'),
  pictures: (document) => [embeddedImage(document, 'image')],
  answer: (document) => readText(document, 'answer'),
});
