import type { EvalDocument } from '../../core/document.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import { compilePythonRegex } from '../../core/filters/python-regex.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';

const AFTER_LEAD = compilePythonRegex(
  '(?:answer|option)\\s*(?:is|:)?\\s*\\(?([A-E])(?![A-Za-z0-9])',
  { ignoreCase: true },
);
const LETTER_LINE = /^\(?([A-E])\)?[.)]?$/;
const LONE_LETTER = compilePythonRegex('\\b([A-E])\\b');

/** Some questions have several right options; one of them is enough. */
export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const letter = parseLetter(trimPython(answer));
  const right = readText(document, 'ground_truth').toUpperCase();
  const isRight = letter !== undefined && right.includes(letter);
  return { mathkangaroo_accuracy: isRight ? 1 : 0, unparsed: letter === undefined };
}

/** The letter after "answer" or "option", else a line of its own from the end, else the last lone letter. */
function parseLetter(text: string): string | undefined {
  const named = AFTER_LEAD.findAll(text)[0]?.[0];
  if (named !== undefined) return named.toUpperCase();
  const lines = text
    .toUpperCase()
    .split(/\r\n|[\n\r]/)
    .toReversed();
  for (const line of lines) {
    const alone = LETTER_LINE.exec(trimPython(line))?.[1];
    if (alone !== undefined) return alone;
  }
  return LONE_LETTER.findAll(text.toUpperCase()).at(-1)?.[0];
}
