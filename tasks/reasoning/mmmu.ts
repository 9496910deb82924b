import type { ChatMessage, MessagePart } from '../../core/chat.ts';
import type { EvalDocument } from '../../core/document.ts';
import { embeddedImage } from '../../core/embedded-image.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import type { Media } from '../../core/media.ts';
import { readText } from '../../core/read-column.ts';
import { letteredOptions } from '../../core/text/lettered-options.ts';
import { namedPictures, optionsOf, PICTURE, pictureAt } from '../mmmu/question-parts.ts';
import { reasoningTask, systemMessage, THINK_PROMPT } from './reasoning-task.ts';

/** Pictures stand where the question or an option names them; a picture of the whole question comes first. */
export function doc_to_messages(document: EvalDocument): ChatMessage[] {
  const pieces = promptOf(document).split(PICTURE);
  const named = pieces.flatMap((piece, index): MessagePart[] => {
    if (index % 2 === 1) return [imagePart(pictureAt(document, `image_${piece}`))];
    const text = trimPython(piece);
    return text === '' ? [] : [{ type: 'text', text }];
  });
  const whole = hasQuestion(document) ? [] : [imagePart(embeddedImage(document, 'image'))];
  return [systemMessage(THINK_PROMPT), { role: 'user', content: [...whole, ...named] }];
}

export const { doc_to_text, doc_to_visual, process_results } = reasoningTask({
  system: THINK_PROMPT,
  prompt: promptOf,
  pictures: (document) =>
    hasQuestion(document)
      ? namedPictures(document, promptOf(document))
      : [embeddedImage(document, 'image')],
  answer: (document) => readText(document, 'answer'),
});

function promptOf(document: EvalDocument): string {
  const options = document['question_type'] === 'open' ? '' : letteredOptions(optionsOf(document));
  if (!hasQuestion(document)) return `${options}\n\nAnswer the question in the image.`;
  return `${readText(document, 'question')}${options === '' ? '' : `\n${options}`}\n\n`;
}

function hasQuestion(document: EvalDocument): boolean {
  return typeof document['question'] === 'string';
}

function imagePart(media: Media): MessagePart {
  return { type: media.kind, media };
}
