/** What COCO's evaluation leaves out. Brackets stay, since they are spelt -lrb- and so on in lower case. */
const LEFT_OUT = new Set(["''", "'", '``', '`', '.', '?', '!', ',', ':', '-', '--', '...', ';']);
const BRACKETS: Readonly<Record<string, string>> = {
  '(': '-lrb-',
  ')': '-rrb-',
  '[': '-lsb-',
  ']': '-rsb-',
  '{': '-lcb-',
  '}': '-rcb-',
};
/** The period of these is part of the word. */
const ABBREVIATIONS = new Set(
  'mr. mrs. ms. dr. st. prof. jr. sr. vs. etc. inc. ltd. co. corp. mt. ave. blvd. rd. ft. lt. col. gen. capt. no.'.split(
    ' ',
  ),
);
/** Written as one word, counted as two. */
const FUSED: Readonly<Record<string, readonly string[]>> = {
  cannot: ['can', 'not'],
  gonna: ['gon', 'na'],
  gotta: ['got', 'ta'],
  wanna: ['wan', 'na'],
  gimme: ['gim', 'me'],
  lemme: ['lem', 'me'],
};
const TOKEN =
  /\d+(?:[.,:]\d+)+|(?:[a-z]\.){2,}|[\p{L}\p{N}_]+(?:['’\-/&@][\p{L}\p{N}_]+)*\.?|\.{2,}|-{2,}|['’](?:s|m|d|re|ve|ll|em)(?!\p{L})|[^\s\p{L}\p{N}_]/gu;
const CLITIC = /^(.+?)(n['’]t|['’](?:s|m|d|re|ve|ll))$/u;

/** Words of a caption in the manner of the Penn Treebank, lower-cased, without punctuation. */
export function captionWords(caption: string): string[] {
  const tokens = caption.toLowerCase().match(TOKEN) ?? [];
  return tokens
    .flatMap((token, position) => partsOf(token, position === tokens.length - 1))
    .filter((word) => !LEFT_OUT.has(word));
}

function partsOf(token: string, isLast: boolean): readonly string[] {
  const bracket = BRACKETS[token];
  if (bracket !== undefined) return [bracket];
  if (/^\.{2,}$/.test(token)) return ['...'];
  if (/^-{2,}$/.test(token)) return ['--'];
  if (token === '"' || token === '“' || token === '”') return ["''"];
  const keepsPeriod = ABBREVIATIONS.has(token) && !isLast;
  const word =
    token.endsWith('.') && !keepsPeriod && !isAcronym(token) ? token.slice(0, -1) : token;
  if (word === '') return [];
  const clitic = CLITIC.exec(word);
  if (clitic?.[1] !== undefined && clitic[2] !== undefined) {
    return [clitic[1], clitic[2].replace('’', "'")];
  }
  return FUSED[word] ?? [word];
}

function isAcronym(token: string): boolean {
  return /^(?:[a-z]\.){2,}$/.test(token);
}
