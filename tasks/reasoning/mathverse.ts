import { embeddedImage } from '../../core/embedded-image.ts';
import { readText } from '../../core/read-column.ts';
import { doc_to_text as mathversePrompt } from '../mathverse/mathverse.ts';
import { THINK_PROMPT, reasoningTask } from './reasoning-task.ts';

export const { doc_to_text, doc_to_visual, doc_to_messages, process_results } = reasoningTask({
  system: THINK_PROMPT,
  prompt: mathversePrompt,
  /** The version that is text alone has no picture. */
  pictures: (document) =>
    document['image'] === null || document['image'] === ''
      ? []
      : [embeddedImage(document, 'image')],
  answer: (document) => readText(document, 'answer'),
});
