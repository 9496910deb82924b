import { embeddedImage } from '../../core/embedded-image.ts';
import { readText } from '../../core/read-column.ts';
import { doc_to_text as mathvisionPrompt } from '../mathvision/mathvision.ts';
import { THINK_PROMPT, reasoningTask } from './reasoning-task.ts';

export const { doc_to_text, doc_to_visual, doc_to_messages, process_results } = reasoningTask({
  system: THINK_PROMPT,
  prompt: mathvisionPrompt,
  pictures: (document) => [embeddedImage(document, 'decoded_image')],
  answer: (document) => readText(document, 'answer'),
});
