import type { EvalDocument } from '../../core/document.ts';
import { embeddedImage } from '../../core/embedded-image.ts';
import type { Media } from '../../core/media.ts';
import { readText } from '../../core/read-column.ts';
import { normaliseVqaAnswer } from '../../core/text/vqa-answer.ts';

/** The table keeps each picture as base64 text. */
export function doc_to_visual(document: EvalDocument): readonly Media[] {
  return [embeddedImage(document, 'image')];
}

export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, number> {
  const isRight = normaliseVqaAnswer(answer) === normaliseVqaAnswer(readText(document, 'answer'));
  return { exact_match: isRight ? 1 : 0 };
}
