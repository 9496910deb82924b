import { boxedAnswers } from '../../core/extractors/boxed-answer.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import { parseNumber } from '../../core/text/parse-number.ts';

const LETTERS = ['A', 'B', 'C', 'D', 'E'];
const CUES = [
  'the final answer is',
  'the answer is',
  'the correct answer is',
  'the answer should be',
];
/** Commands and units that say nothing about the value. */
const NOISE =
  /\\(?:[,!%]|left|right|text|mbox)|\^\{?\\circ\}?|(?:\{m\}|m)\^3|\{?units\}?|\{?km\}?|\$/g;

/** The final answer of a solution in the form that right answers have: lower case, bare LaTeX. */
export function finalAnswer(solution: string): string {
  let answer = namedLetter(solution) ?? solution;
  const tail = answer
    .split('is ')
    .at(-1)!
    .replace(/(?<!\.)\.+$/, '');
  if (parseNumber(tail) !== undefined) answer = tail;
  const box = boxedAnswers(answer).at(-1);
  const text =
    box ?? (answer.includes('oxed{') ? answer.split('oxed{').at(-1)! : afterCues(answer));
  return bareLetter(bareValue(text.toLowerCase()));
}

/** The option that a solution begins or ends with. */
function namedLetter(solution: string): string | undefined {
  return LETTERS.findLast(
    (letter) =>
      [` ${letter}.`, ` (${letter}).`].some((end) => solution.endsWith(end)) ||
      [`${letter}\n`, `(${letter})\n`, `(${letter}) ${letter}\n`].some((start) =>
        solution.startsWith(start),
      ),
  );
}

function afterCues(text: string): string {
  let rest = text;
  for (const cue of CUES.flatMap((words) => [words, words.replace('the', 'The')])) {
    if (!rest.includes(cue)) continue;
    const after = trimPython(rest.split(cue).at(-1)!);
    rest = after.split('\n')[0]!.split('. ')[0]!;
  }
  return rest;
}

/** The right side of an equation without blanks, styles, degrees and units. */
function bareValue(text: string): string {
  const sides = text.split(/=|\\approx/);
  const bare = sides
    .at(-1)!
    .replaceAll(/\s/g, '')
    .replaceAll('∞', '\\infty')
    .replaceAll('+\\infty', '\\infty')
    .replaceAll('bmatrix', 'pmatrix')
    .replaceAll(/\\?[td]frac/g, '\\frac')
    .replaceAll('\\\\', '\\')
    .replaceAll(NOISE, '');
  return bare.startsWith('.') ? `0${bare}` : bare;
}

function bareLetter(text: string): string {
  const plain = text.replaceAll(/[({]([a-e])[)}]/g, '$1');
  return plain.replace(/^:+/, '').replace(/(?<!\.)\.+$/, '');
}
