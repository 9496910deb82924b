import { PYTHON_SPACE } from '../filters/python-text.ts';
import { joinBlanks, removeBracketed, removeDiacritics } from './basic-normaliser.ts';
import { writeNumbersAsDigits } from './english-numbers.ts';
import { americaniseSpelling } from './english-spelling.ts';

/** Currency and percent signs survive until the numbers are read. */
const NUMBER_SIGNS = '.%$¢€£';

const FILLERS = wholeWord('(?:hmm|mm|mhm|mmm|uh|um)');
const BLANKS_BEFORE_APOSTROPHE = new RegExp(`[${PYTHON_SPACE}]+'`, 'g');

/** In order: an earlier entry takes its words from the later ones. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [wholeWord("won't"), 'will not'],
  [wholeWord("can't"), 'can not'],
  [wholeWord("let's"), 'let us'],
  [wholeWord("ain't"), 'aint'],
  [wholeWord("y'all"), 'you all'],
  [wholeWord('wanna'), 'want to'],
  [wholeWord('gotta'), 'got to'],
  [wholeWord('gonna'), 'going to'],
  [wholeWord("i'ma"), 'i am going to'],
  [wholeWord('imma'), 'i am going to'],
  [wholeWord('woulda'), 'would have'],
  [wholeWord('coulda'), 'could have'],
  [wholeWord('shoulda'), 'should have'],
  [wholeWord("ma'am"), 'madam'],
  ...titles(),
  [wordEnd("'d been"), ' had been'],
  [wordEnd("'s been"), ' has been'],
  [wordEnd("'d gone"), ' had gone'],
  [wordEnd("'s gone"), ' has gone'],
  [wordEnd("'d done"), ' had done'],
  [wordEnd("'s got"), ' has got'],
  [wordEnd("n't"), ' not'],
  [wordEnd("'re"), ' are'],
  [wordEnd("'s"), ' is'],
  [wordEnd("'d"), ' would'],
  [wordEnd("'ll"), ' will'],
  [wordEnd("'t"), ' not'],
  [wordEnd("'ve"), ' have'],
  [wordEnd("'m"), ' am'],
];

/**
 * English as word error rates compare it: no fillers, contractions written out, numbers in digits,
 * American spelling, no punctuation (Radford et al. 2022, appendix C).
 */
export function normaliseEnglish(text: string): string {
  let rest = removeBracketed(text.toLowerCase());
  rest = rest.replaceAll(FILLERS, '').replaceAll(BLANKS_BEFORE_APOSTROPHE, "'");
  for (const [pattern, replacement] of WORDS) rest = rest.replaceAll(pattern, replacement);
  rest = rest.replaceAll(/(\p{Nd}),(\p{Nd})/gu, '$1$2').replaceAll(/\.([^0-9]|$)/g, ' $1');
  rest = removeDiacritics(rest, NUMBER_SIGNS);
  rest = americaniseSpelling(writeNumbersAsDigits(rest));
  rest = rest.replaceAll(/[.$¢€£]([^0-9])/g, ' $1').replaceAll(/([^0-9])%/g, '$1 ');
  return joinBlanks(rest);
}

function titles(): (readonly [RegExp, string])[] {
  const names = {
    mr: 'mister',
    mrs: 'missus',
    st: 'saint',
    dr: 'doctor',
    prof: 'professor',
    capt: 'captain',
    gov: 'governor',
    ald: 'alderman',
    gen: 'general',
    sen: 'senator',
    rep: 'representative',
    pres: 'president',
    rev: 'reverend',
    hon: 'honorable',
    asst: 'assistant',
    assoc: 'associate',
    lt: 'lieutenant',
    col: 'colonel',
    jr: 'junior',
    sr: 'senior',
    esq: 'esquire',
  };
  return Object.entries(names).map(([short, full]) => [wholeWord(short), `${full} `]);
}

/** Words of every script, where JavaScript's own boundary knows ASCII letters only. */
function wholeWord(pattern: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}_])${pattern}(?![\\p{L}\\p{N}_])`, 'gu');
}

function wordEnd(pattern: string): RegExp {
  return new RegExp(`${pattern}(?![\\p{L}\\p{N}_])`, 'gu');
}
