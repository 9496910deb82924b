import type { EvalDocument } from '../../core/document.ts';
import { EvalError } from '../../core/errors.ts';
import { letterAt } from '../../core/extractors/candidate-letter.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Media } from '../../core/media.ts';
import { pictureSheet } from '../../core/picture-sheet.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import { readText } from '../../core/read-column.ts';
import { namedPictures, optionsOf } from './question-parts.ts';

export function doc_to_text(document: EvalDocument, kwargs: JsonObject): string {
  const question = readText(document, 'question');
  if (readText(document, 'question_type') !== 'multiple-choice') {
    return `${question}\n${promptSetting(kwargs, 'open_ended_prompt')}`;
  }
  const options = optionsOf(document).map((text, index) => `(${letterAt(index)}) ${text}`);
  return `${question}\n${options.join('\n')}\n\n${promptSetting(kwargs, 'multiple_choice_prompt')}`;
}

/** One sheet of all pictures that the question or an option names. */
export function doc_to_visual(document: EvalDocument): Media[] {
  const options =
    readText(document, 'question_type') === 'multiple-choice' ? optionsOf(document) : [];
  const named = [readText(document, 'question'), ...options].join('\n');
  const [first, ...more] = namedPictures(document, named);
  if (first !== undefined) return [pictureSheet([first, ...more])];
  throw new EvalError(
    'dataset-invalid',
    `Cannot render the question ${readText(document, 'id')}: it names no picture. Compare the dataset with the one its task names.`,
  );
}
