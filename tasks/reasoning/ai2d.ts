import { embeddedImage } from '../../core/embedded-image.ts';
import { letterAt } from '../../core/extractors/candidate-letter.ts';
import { readText, readTexts } from '../../core/read-column.ts';
import { letteredOptions } from '../../core/text/lettered-options.ts';
import { THINK_PROMPT, reasoningTask } from './reasoning-task.ts';

export const { doc_to_text, doc_to_visual, doc_to_messages, process_results } = reasoningTask({
  system: THINK_PROMPT,
  prompt: (document) =>
    `${readText(document, 'question')}\n${letteredOptions(readTexts(document, 'options'))}`,
  pictures: (document) => [embeddedImage(document, 'image')],
  answer: (document) => letterAt(Number(document['answer'])),
});
