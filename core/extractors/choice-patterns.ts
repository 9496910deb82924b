import { trimPython } from '../filters/python-text.ts';

interface Candidate {
  readonly letter: string;
  readonly at: number;
  readonly priority: number;
}

const LETTERS = Array.from('ABCDEFGH');
const MARKS = [',', '.', '!', '?', ';', ':', "'", '"'];
/** How a letter may stand in a text, the surest form with the highest number. */
const FORMS: readonly (readonly [before: string, after: string, priority: number])[] = [
  ['(', ')', 6],
  ['', '.', 5],
  ['', ':', 4],
  ['', ')', 3],
  ['', ' ', 2],
  ['', '-', 1],
  ['', '_', 1],
  ['', '=', 1],
];
const START = 10;
const END = 9;
const NUMBERED = 8;
const PHRASE = 7;
const ANYWHERE = 0;
const PHRASES = ['answer', 'option is', 'choice is', 'i choose', 'i select', 'i pick'];

/**
 * The option that a short answer means, by twelve forms: its first or last word, "2. B", after a phrase such
 * as "the answer is", in brackets, before a mark, else any lone letter. '' where no letter stands alone.
 */
export function parseChoicePatterns(answer: string, letters: readonly string[] = LETTERS): string {
  let core = trimPython(answer);
  for (const mark of MARKS) core = stripMark(core, mark);
  const text = ` ${core} `;
  const candidates = letters.flatMap((letter, index) => [
    ...shapeCandidates(text, letter, index),
    ...phraseCandidates(text, letter),
    ...edgeCandidates(trimPython(core), letter),
  ]);
  if (candidates.length === 0) candidates.push(...loneCandidates(text, letters));
  // The surest form, and among equals the one that stands first.
  const [best] = candidates.sort(
    (left, right) => right.priority - left.priority || left.at - right.at,
  );
  return best?.letter ?? '';
}

function shapeCandidates(text: string, letter: string, index: number): Candidate[] {
  const shapes = FORMS.map(([before, after, priority]) => ({
    at: lastAlone(text, before + letter + after, before.length),
    priority,
  }));
  const numbered = { at: lastAlone(text, `${index + 1}. ${letter}`, 3), priority: NUMBERED };
  return [...shapes, numbered].flatMap(({ at, priority }) =>
    at < 0 ? [] : [{ letter, at, priority }],
  );
}

function phraseCandidates(text: string, letter: string): Candidate[] {
  const lower = text.toLowerCase();
  return PHRASES.flatMap((phrase) => {
    const from = lower.indexOf(phrase);
    const at = from < 0 ? -1 : firstAlone(text, letter, from);
    return at < 0 ? [] : [{ letter, at, priority: PHRASE }];
  });
}

function edgeCandidates(text: string, letter: string): Candidate[] {
  const atStart = text.startsWith(letter) && isAlone(text, 0);
  const atEnd = text.endsWith(letter) && isAlone(text, text.length - 1);
  return [
    ...(atStart ? [{ letter, at: 0, priority: START }] : []),
    ...(atEnd ? [{ letter, at: text.length, priority: END }] : []),
  ];
}

function loneCandidates(text: string, letters: readonly string[]): Candidate[] {
  return letters.flatMap((letter) => {
    const at = lastAlone(text, letter, 0);
    return at < 0 ? [] : [{ letter, at, priority: ANYWHERE }];
  });
}

/** A letter inside a word names no option. */
function isAlone(text: string, at: number): boolean {
  return !/[A-Za-z]/.test(text[at - 1] ?? '') && !/[A-Za-z]/.test(text[at + 1] ?? '');
}

function lastAlone(text: string, shape: string, offset: number): number {
  for (
    let at = text.lastIndexOf(shape);
    at >= 0;
    at = at === 0 ? -1 : text.lastIndexOf(shape, at - 1)
  ) {
    if (isAlone(text, at + offset)) return at;
  }
  return -1;
}

function firstAlone(text: string, letter: string, from: number): number {
  for (let at = text.indexOf(letter, from); at >= 0; at = text.indexOf(letter, at + 1)) {
    if (isAlone(text, at)) return at;
  }
  return -1;
}

function stripMark(text: string, mark: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text[start] === mark) start += 1;
  while (end > start && text[end - 1] === mark) end -= 1;
  return text.slice(start, end);
}
