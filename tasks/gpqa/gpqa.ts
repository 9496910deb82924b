import type { EvalDocument } from '../../core/document.ts';
import { letterAt } from '../../core/extractors/candidate-letter.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import { readText } from '../../core/read-column.ts';
import { createRandom, deriveSeed } from '../../core/statistics/random.ts';

const SHUFFLE_SEED = 42;
const COLUMNS = [
  'Incorrect Answer 1',
  'Incorrect Answer 2',
  'Incorrect Answer 3',
  'Correct Answer',
];

/** The four answers in an order that depends on the question alone; the right one is named as "(B)". */
export function process_docs(document: EvalDocument): EvalDocument {
  const { choices, right } = shuffledChoices(document);
  return withChoices(document, choices, `(${letterAt(right)})`);
}

/** The same, the right answer named as "B". */
export function process_docs_openai(document: EvalDocument): EvalDocument {
  const { choices, right } = shuffledChoices(document);
  return withChoices(document, choices, letterAt(right));
}

function withChoices(
  document: EvalDocument,
  choices: readonly string[],
  answer: string,
): EvalDocument {
  const numbered = choices.map((choice, position) => [`choice${position + 1}`, choice] as const);
  return { ...document, ...Object.fromEntries(numbered), choices, answer };
}

/** A document is shuffled alone, so that neither a limit nor the order of work can change its prompt. */
function shuffledChoices(document: EvalDocument): {
  readonly choices: readonly string[];
  readonly right: number;
} {
  const random = createRandom(deriveSeed(SHUFFLE_SEED, readText(document, 'Question')));
  const order = COLUMNS.map((_, position) => position);
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = random.nextBelow(last + 1);
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  const texts = COLUMNS.map((column) => trimPython(readText(document, column)));
  return {
    choices: order.map((position) => texts[position]!),
    right: order.indexOf(COLUMNS.length - 1),
  };
}
