import type { EvalDocument } from '../../core/document.ts';
import { EvalError } from '../../core/errors.ts';
import { readText, readTexts } from '../../core/read-column.ts';

/** The options without the letter or number that each begins with. */
export function optionTexts(document: EvalDocument): readonly string[] {
  return readTexts(document, 'options').map((option) => {
    const at = option.indexOf('. ');
    return at < 0 ? option : option.slice(at + 2);
  });
}

/** The position of the letter in the column "answer". */
export function rightPosition(document: EvalDocument): number {
  const answer = readText(document, 'answer').trim().toUpperCase();
  const position = 'ABCD'.indexOf(answer);
  if (answer.length === 1 && position >= 0) return position;
  throw new EvalError(
    'dataset-invalid',
    `Cannot place the answer ${JSON.stringify(answer.slice(0, 40))}: expected a letter from A to D. Compare the dataset with lmms-lab/Video-MME.`,
  );
}
