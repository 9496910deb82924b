import type { EvalDocument } from '../../core/document.ts';
import { EvalError } from '../../core/errors.ts';
import { parseAudioChoice } from '../../core/extractors/mmmu-choice.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';

const LETTERS = ['A', 'B', 'C', 'D'];

/** The letter of "(B) text". */
export function doc_to_target(document: EvalDocument): string {
  const answer = readText(document, 'answer');
  const letter = answer[1] ?? '';
  if (LETTERS.includes(letter)) return letter;
  throw new EvalError(
    'dataset-invalid',
    `the answer ${JSON.stringify(answer.slice(0, 80))} does not begin with a letter in brackets`,
  );
}

export function process_results(
  document: EvalDocument,
  [response = '']: readonly string[],
): Record<string, MetricValue> {
  const given = parseAudioChoice(trimPython(response), LETTERS);
  return {
    accuracy: given === doc_to_target(document) ? 1 : 0,
    unparsed: given === undefined,
  };
}
