/** The period of these does not end a sentence. */
const ABBREVIATIONS = new Set(
  'mr mrs ms dr st prof jr sr gen col lt capt rev hon inc ltd co corp vs etc e.g i.e cf al fig no vol dept est approx a.m p.m u.s u.k ph.d b.c a.d'.split(
    ' ',
  ),
);
const END = /(?<![.?!…])(?<marks>[.?!…]+)["'”’)\]*_]*(?=\s|$)/gu;
const WORD_BEFORE = /[\p{L}\p{N}.]{1,20}$/u;

/** How many sentences a text has, by its marks: a period after an abbreviation or an initial ends none. */
export function countSentences(text: string): number {
  let count = 0;
  let from = 0;
  for (const match of text.matchAll(END)) {
    const marks = match.groups?.['marks'] ?? '';
    const next = match.index + match[0].length;
    if (
      !endsSentence(
        marks,
        text.slice(Math.max(from, match.index - 20), match.index),
        text.slice(next, next + 20),
      )
    ) {
      continue;
    }
    count += 1;
    from = next;
  }
  return /[\p{L}\p{N}]/u.test(text.slice(from)) ? count + 1 : count;
}

function endsSentence(marks: string, before: string, after: string): boolean {
  if (/[?!]/.test(marks)) return true;
  // An ellipsis may stand within a sentence.
  if (marks !== '.') return !/^\s*\p{Ll}/u.test(after);
  const word = (WORD_BEFORE.exec(before)?.[0] ?? '').toLowerCase();
  const isInitial = /^\p{Lu}$/u.test(WORD_BEFORE.exec(before)?.[0] ?? '') && after.trim() !== '';
  if (isInitial && !/(?:^|\s)I$/.test(before)) return false;
  return !ABBREVIATIONS.has(word) || after.trim() === '';
}
