import type { EvalDocument } from '../../core/document.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import { readText, readTexts } from '../../core/read-column.ts';

/** The beginning and the endings of the story, without the marks that WikiHow left in them. */
export function process_docs(document: EvalDocument): EvalDocument {
  const [second = '', ...rest] = readText(document, 'ctx_b');
  const sentence = second.toUpperCase() + rest.join('').toLowerCase();
  const story = `${readText(document, 'activity_label')}: ${readText(document, 'ctx_a')} ${sentence}`;
  return {
    ...document,
    query: withoutMarks(story),
    choices: readTexts(document, 'endings').map(withoutMarks),
    gold: Number(readText(document, 'label')),
  };
}

function withoutMarks(text: string): string {
  return trimPython(text)
    .replaceAll(' [title]', '. ')
    .replaceAll(/\[[^\]\n]*\]/g, '')
    .replaceAll('  ', ' ');
}
