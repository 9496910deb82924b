import type { EvalDocument } from '../../core/document.ts';
import { letterAt } from '../../core/extractors/candidate-letter.ts';

export interface Option {
  readonly label: string;
  readonly text: string;
}

/** The options with their letters or numbers, which some rows of the dataset write and some leave out. */
export function optionsOf(document: EvalDocument): readonly Option[] {
  const column = document['options'];
  const texts = Array.isArray(column) ? column.map(String) : [];
  const labelled = [letters, numbers].find((labelsOf) =>
    texts.every((text, index) => text.startsWith(`${labelsOf(index)}.`)),
  );
  const labelsOf = labelled ?? letters;
  return texts.map((text, index) => {
    const label = labelsOf(index);
    const bare = labelled === undefined ? text : text.slice(label.length + 1).replace(/^ /, '');
    return { label, text: bare };
  });
}

function letters(index: number): string {
  return letterAt(index);
}

function numbers(index: number): string {
  return String(index + 1);
}
