import { EvalError } from '../errors.ts';
import type { EvalDocument } from '../document.ts';
import type { Filter, FilterContext } from './filter.ts';
import { booleanOption, integerOption, stringListOption, stringOption } from './filter-options.ts';
import { compilePythonRegex } from './python-regex.ts';
import { trimPython } from './python-text.ts';
import { DEFAULT_FALLBACK, DEFAULT_PATTERN, selectMatch, settle, textOfValue } from './regex.ts';

/**
 * Finds the chosen option in free text and gives it as `(B)`: by the task's pattern, else by the text
 * of a choice, else by a letter after a colon. An empty match at any stage goes on to the next.
 */
export const multiChoiceRegex: Filter = {
  name: 'multi_choice_regex',
  prepare(options) {
    const pattern = compilePythonRegex(stringOption(options, 'regex_pattern', DEFAULT_PATTERN));
    const select = integerOption(options, 'group_select', 0);
    const fallback = stringOption(options, 'fallback', DEFAULT_FALLBACK);
    const normalise = createNormaliser({
      ignored: stringListOption(options, 'regexes_to_ignore').map((text) =>
        compilePythonRegex(text),
      ),
      ignoreCase: booleanOption(options, 'ignore_case'),
      ignorePunctuation: booleanOption(options, 'ignore_punctuation'),
    });
    return (state, context) => {
      const choices = choicesOf(context.document).map((choice) => normalise(trimPython(choice)));
      const stages = createStages(choices);
      const find = (text: string): string | undefined => {
        const byPattern = selectMatch({ pattern, select, text, context });
        if (byPattern) return byPattern;
        return (
          stages.byText(normalise(text), select, context) || stages.byLetter(text, select, context)
        );
      };
      return {
        isScalar: state.isScalar,
        items: state.items.map((item) =>
          settle(item, find(textOfValue(item.value)) || undefined, fallback),
        ),
      };
    };
  },
};

type Stage = (text: string, select: number, context: FilterContext) => string | undefined;

function createStages(choices: readonly string[]): { byText: Stage; byLetter: Stage } {
  const letters = choices.map((_, index) => String.fromCodePoint(65 + index));
  // Two choices may read the same once normalised: the later one wins, as in a Python dictionary.
  const letterOfText = new Map(choices.map((choice, index) => [choice, `(${letters[index]!})`]));
  const anyText = compilePythonRegex(choices.map(escapePattern).join('|'));
  const anyLetter = compilePythonRegex(`:[\\s]*(${letters.map(escapePattern).join('|')})`);
  return {
    byText(text, select, context) {
      const match = selectMatch({ pattern: anyText, select, text, context });
      return match === undefined ? undefined : (letterOfText.get(match) ?? match);
    },
    byLetter(text, select, context) {
      const match = selectMatch({ pattern: anyLetter, select, text, context });
      return match === undefined ? undefined : `(${match})`;
    },
  };
}

interface NormaliserOptions {
  readonly ignored: readonly { removeAll(text: string): string }[];
  readonly ignoreCase: boolean;
  readonly ignorePunctuation: boolean;
}

function createNormaliser(options: NormaliserOptions): (text: string) => string {
  return (text) => {
    let rest = text;
    for (const pattern of options.ignored) rest = pattern.removeAll(rest);
    if (options.ignoreCase) rest = rest.toLowerCase();
    return options.ignorePunctuation ? rest.replaceAll(/\p{P}/gu, '') : rest;
  };
}

function choicesOf(document: EvalDocument | undefined): readonly string[] {
  const choices = document?.['choices'];
  if (Array.isArray(choices) && choices.every((choice) => typeof choice === 'string')) {
    return choices;
  }
  throw new EvalError(
    'dataset-invalid',
    'Cannot apply the filter multi_choice_regex: the document has no column "choices" with a list of texts; add one in process_docs or use the filter regex.',
  );
}

/** A text as a pattern that matches nothing else. */
export function escapePattern(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}_]/gu, (char) => `\\${char}`);
}
