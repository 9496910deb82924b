import type { EvalDocument } from '../../core/document.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import { readText } from '../../core/read-column.ts';

/** The number behind the worked solution. */
export function doc_to_target(document: EvalDocument): string {
  return trimPython(readText(document, 'answer').split('####').at(-1) ?? '');
}
