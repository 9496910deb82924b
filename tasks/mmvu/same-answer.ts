import { parseNumber } from '../../core/text/parse-number.ts';
import { splitWords } from '../../core/text/words.ts';

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const NUMBER = /-?\d+(?:\.\d+)?/g;
/** Two numbers this near are one. */
const TOLERANCE = 0.01;
/** Longer answers are held against the right one by its words at their end only. */
const LONGEST_ANSWER = 2000;

/** Whether an answer is, or in other words around it holds, the right text or number. */
export function isSameAnswer(answer: string, right: string): boolean {
  const [given, wanted] = [plain(answer.slice(-LONGEST_ANSWER)), plain(right)];
  if (given === '' || wanted === '') return false;
  if (` ${given} `.includes(` ${wanted} `)) return true;
  const number = parseNumber(wanted);
  if (number === undefined) return false;
  const last = given.match(NUMBER)?.at(-1);
  return last !== undefined && Math.abs(Number(last) - number) < TOLERANCE;
}

/** Small letters and single blanks, n² as n^2, without marks at the ends of words. */
function plain(text: string): string {
  const powers = text.replaceAll(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (digit) => `^${SUPERSCRIPTS.indexOf(digit)}`);
  return splitWords(powers.toLowerCase())
    .map((word) => word.replace(/[.,;:!?"']{1,5}$/, '').replace(/^["']{1,5}/, ''))
    .join(' ');
}
