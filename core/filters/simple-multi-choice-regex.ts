import { EvalError } from '../errors.ts';
import type { Filter, FilterContext } from './filter.ts';
import { escapePattern } from './multi-choice-regex.ts';
import { compilePythonRegex } from './python-regex.ts';
import { trimPython } from './python-text.ts';
import { textOfValue } from './regex.ts';

const OPTION_LINE = compilePythonRegex('\\b([A-Z])\\.\\s+([^\\n]*)');
const PUNCTUATION = compilePythonRegex('[^\\w\\s]');

/**
 * Finds the text of an option in an answer and gives the option's letter. The options are the lines
 * `A. text` of the question; an answer that names none of them stays, without its punctuation. Only the
 * first response counts.
 */
export const simpleMultiChoiceRegex: Filter = {
  name: 'simple_multi_choice_regex',
  prepare: () => (state, context) => {
    const first = state.items[0] ?? { value: '', isFallback: false };
    const text = trimPython(PUNCTUATION.removeAll(textOfValue(first.value)));
    return { isScalar: true, items: [{ ...first, value: letterOf(text, context) ?? text }] };
  },
};

function letterOf(text: string, context: FilterContext): string | undefined {
  const options = OPTION_LINE.findAll(questionOf(context)).map((groups) => trimPython(groups[1]!));
  const match = compilePythonRegex(options.map(escapePattern).join('|')).findAll(text)[0]?.[0];
  // Two options may read the same: the later one wins, as with multi_choice_regex.
  const index = match === undefined || match === '' ? -1 : options.lastIndexOf(match);
  return index < 0 ? undefined : String.fromCodePoint(65 + index);
}

function questionOf({ document }: FilterContext): string {
  const question = document?.['question'];
  if (typeof question === 'string') return question;
  throw new EvalError(
    'dataset-invalid',
    'Cannot apply the filter simple_multi_choice_regex: the document has no column "question" with a text; add one in process_docs or use the filter regex.',
  );
}
