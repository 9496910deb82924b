import { compilePythonRegex } from '../filters/python-regex.ts';
import { trimPython } from '../filters/python-text.ts';

const LETTER_AND_TEXT = /^([A-E])\.\s*.+$/i;
const LONE_LETTER = compilePythonRegex('\\b([A-E])\\b', { ignoreCase: true });
const DIGIT_COMMA_DIGIT = /\p{Nd},\p{Nd}/u;
const MARKS = Array.from(';/[]"{}()=+\\_-><@`,?!');

/**
 * The option that an answer names by the rule of MVBench: "X. text", else the first letter from A to E
 * that stands alone once punctuation is gone. undefined where there is none.
 */
export function parseMvbenchLetter(answer: string): string | undefined {
  const text = trimPython(answer);
  const named = LETTER_AND_TEXT.exec(text)?.[1];
  if (named !== undefined) return named.toUpperCase();
  const plain = withoutPunctuation(text.replaceAll(/[\n\t]/g, ' '));
  return LONE_LETTER.findAll(plain)[0]?.[0]?.toUpperCase();
}

/** As in VQA: a mark beside a blank vanishes, one between letters parts them; decimal points stay. */
function withoutPunctuation(text: string): string {
  const isNumber = DIGIT_COMMA_DIGIT.test(text);
  let rest = text;
  for (const mark of MARKS) {
    const vanishes = isNumber || text.includes(`${mark} `) || text.includes(` ${mark}`);
    rest = rest.replaceAll(mark, vanishes ? '' : ' ');
  }
  return rest.replaceAll(/\.(?!\p{Nd})/gu, '');
}
