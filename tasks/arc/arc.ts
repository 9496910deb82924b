import type { DocumentValue, EvalDocument } from '../../core/document.ts';
import { EvalError } from '../../core/errors.ts';
import { readText } from '../../core/read-column.ts';

/** The position of the right answer: some questions letter their choices, some number them. */
export function doc_to_target(document: EvalDocument): number {
  const key = readText(document, 'answerKey');
  const labels = column(document['choices'], 'label');
  const position = labels.indexOf(key);
  if (position >= 0) return position;
  throw new EvalError(
    'dataset-invalid',
    `the answer ${JSON.stringify(key)} is none of the labels ${JSON.stringify(labels)}`,
  );
}

export function doc_to_choice(document: EvalDocument): readonly DocumentValue[] {
  return column(document['choices'], 'text');
}

function column(choices: DocumentValue | undefined, name: string): readonly DocumentValue[] {
  const isRecord = typeof choices === 'object' && choices !== null && !Array.isArray(choices);
  const list = isRecord ? (choices as Readonly<Record<string, DocumentValue>>)[name] : undefined;
  return Array.isArray(list) ? (list as readonly DocumentValue[]) : [];
}
