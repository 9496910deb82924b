import type { EvalDocument } from '../../core/document.ts';
import { codePointLength } from '../../core/filters/python-text.ts';
import { editDistance } from '../../core/metrics/edit-distance.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import { splitWords } from '../../core/text/words.ts';

const LEAD_INS = ['the answer is', 'answer:', 'the correct answer is', 'the final answer is'];
const LEAST_SIMILARITY = 0.5;
/** Longer answers are not compared: the answers of the dataset are phrases, and the time grows with both. */
const MAX_CHARACTERS = 20_000;

export function doc_to_target(document: EvalDocument): string {
  return readText(document, 'answer').trim();
}

export function process_results(
  document: EvalDocument,
  [response = '']: readonly string[],
): Record<string, MetricValue> {
  const kind = document['question_type'];
  const answer = plain(withoutLeadIn(response.trim()));
  const score = similarity(answer, plain(readText(document, 'answer')));
  return {
    egotempo_anls: { score, question_type: typeof kind === 'string' ? kind : 'unknown' },
    unparsed: answer === '',
  };
}

function similarity(given: string, right: string): number {
  if (given === right) return 1;
  const longest = Math.max(codePointLength(given), codePointLength(right));
  const shortest = Math.min(codePointLength(given), codePointLength(right));
  // What is missing has to be added, so such an answer is too far off whatever it holds.
  if (shortest < longest * LEAST_SIMILARITY || longest > MAX_CHARACTERS) return 0;
  const share = 1 - editDistance(given, right) / longest;
  return share < LEAST_SIMILARITY ? 0 : share;
}

function withoutLeadIn(text: string): string {
  const lower = text.toLowerCase();
  const leadIn = LEAD_INS.find((start) => lower.startsWith(start));
  if (leadIn === undefined) return text;
  return text
    .slice(leadIn.length)
    .replace(/^[ :.-]+/, '')
    .replace(/[ :.-]{1,99}$/, '');
}

function plain(text: string): string {
  return splitWords(text.toLowerCase()).join(' ');
}
