import { splitWords } from './words.ts';

const NUMBERS: ReadonlyMap<string, string> = new Map([
  ['none', '0'],
  ...'zero one two three four five six seven eight nine ten'
    .split(' ')
    .map((word, index) => [word, String(index)] as const),
]);
const ARTICLES = new Set(['a', 'an', 'the']);
const PUNCTUATION = Array.from(';/[]"{}()=+\\_-><@`,?!');
/** The official scorer removes that many periods of an answer and leaves the rest. */
const MAX_PERIODS = 32;

/** Contractions that annotators write without an apostrophe, or with one of two. */
const CONTRACTIONS: ReadonlyMap<string, string> = new Map([
  ...splitWords(`
    ain't aren't can't could've couldn't didn't doesn't don't hadn't hasn't haven't he'd he's how'd
    how'll how's isn't it'd it'll ma'am mightn't might've mustn't must've needn't o'clock oughtn't
    shan't should've shouldn't somebody'll somebody's someone'd someone'll someone's something'd
    something'll that's there'd there're there's they'd they'll they're they've wasn't we've weren't
    what'll what're what's what've when's where'd where's where've who'd who'll who's who've why'll
    why're why's won't would've wouldn't y'all you'd you'll you're you've
  `).map((word) => [word.replace("'", ''), word] as const),
  ...splitWords(`
    couldn't've hadn't've he'd've it'd've mightn't've she'd've shouldn't've somebody'd've someone'd've
    something'd've there'd've they'd've we'd've who'd've wouldn't've you'd've
  `).flatMap((word) => {
    const last = word.lastIndexOf("'");
    const withoutLast = word.slice(0, last) + word.slice(last + 1);
    return [[withoutLast, word] as const, [word.replace("'", ''), word] as const];
  }),
  ["not've", "not've"],
  ['notve', "not've"],
  ["ow's'at", "'ow's'at"],
  ["'ows'at", "'ow's'at"],
  ["'ow'sat", "'ow's'at"],
  ['twas', "'twas"],
  ["yall'll", "y'all'll"],
  ["y'allll", "y'all'll"],
  ["yall'd've", "y'all'd've"],
  ["y'alld've", "y'all'd've"],
  ["y'all'dve", "y'all'd've"],
]);

/** An answer as the official scorer of VQA compares it: no case, articles or punctuation; digits. */
export function normaliseVqaAnswer(answer: string): string {
  const words = lowerVqaAnswer(answer).replaceAll(/[\n\t]/g, ' ');
  return replaceVqaWords(removeVqaPunctuation(words.trim()));
}

export function lowerVqaAnswer(answer: string): string {
  return answer.toLowerCase().replaceAll(/[,?]/g, '').replaceAll("'s", " 's").trim();
}

/** A mark next to a blank goes; one between letters becomes a blank, unless a number has separators. */
export function removeVqaPunctuation(text: string): string {
  const hasSeparators = /\p{Nd},+(?=\p{Nd})/u.test(text);
  let rest = text;
  for (const mark of PUNCTUATION) {
    const isLoose = text.includes(`${mark} `) || text.includes(` ${mark}`);
    rest = rest.replaceAll(mark, isLoose || hasSeparators ? '' : ' ');
  }
  let removed = 0;
  return rest.replaceAll(/\.(?!\p{Nd})/gu, (period) => {
    removed += 1;
    return removed <= MAX_PERIODS ? '' : period;
  });
}

export function replaceVqaWords(text: string): string {
  return splitWords(text.toLowerCase())
    .map((word) => NUMBERS.get(word) ?? word)
    .filter((word) => !ARTICLES.has(word))
    .map((word) => CONTRACTIONS.get(word) ?? word)
    .join(' ');
}

/** Share of agreement with the annotators: mean over them of min(1, agreeing others / 3). */
export function vqaConsensus(answer: string, annotations: readonly string[]): number {
  const normalised = annotations.map(normaliseVqaAnswer);
  const given = normaliseVqaAnswer(answer);
  const matches = normalised.filter((annotation) => annotation === given).length;
  let total = 0;
  for (const annotation of normalised) {
    total += Math.min(1, (matches - (annotation === given ? 1 : 0)) / 3);
  }
  return annotations.length === 0 ? 0 : total / annotations.length;
}
