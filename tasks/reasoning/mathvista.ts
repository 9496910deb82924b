import { embeddedImage } from '../../core/embedded-image.ts';
import { letterAt } from '../../core/extractors/candidate-letter.ts';
import { readText } from '../../core/read-column.ts';
import { choicesOf } from '../mathvista/extraction.ts';
import { doc_to_text as mathvistaPrompt } from '../mathvista/mathvista.ts';
import { THINK_PROMPT, reasoningTask } from './reasoning-task.ts';

export const { doc_to_text, doc_to_visual, doc_to_messages, process_results } = reasoningTask({
  system: THINK_PROMPT,
  prompt: mathvistaPrompt,
  pictures: (document) => [embeddedImage(document, 'decoded_image')],
  answer(document) {
    const answer = readText(document, 'answer');
    return document['question_type'] === 'multi_choice'
      ? letterAt(choicesOf(document).indexOf(answer))
      : answer;
  },
});
