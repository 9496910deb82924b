import type { EvalDocument } from '../../core/document.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import type { JsonValue } from '../../core/json.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import { splitWords } from '../../core/text/words.ts';

const DECIMAL = /^-?(?:\d+\.\d+|\d+|\.\d+)$/;
const QUOTES = ['"', "'", '`'];

/** Right where the whole answer is the reference, or the same number. */
export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const prediction = trimPython(answer);
  const target = trimPython(readText(document, 'question_answer'));
  return {
    zerobench_exact_match: {
      question_id: (document['question_id'] ?? '') as JsonValue,
      prediction,
      target,
      score: comparable(prediction) === comparable(target) ? 1 : 0,
    },
    unparsed: prediction === '',
  };
}

function comparable(text: string): string {
  const words = splitWords(withoutQuotes(trimPython(text.toLowerCase()))).join(' ');
  const normal = (words.endsWith('.') ? words.slice(0, -1) : words).trimEnd();
  const number = normal.replaceAll(',', '');
  return DECIMAL.test(number) ? canonicalDecimal(number) : normal;
}

function withoutQuotes(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && QUOTES.includes(text[start]!)) start += 1;
  while (end > start && QUOTES.includes(text[end - 1]!)) end -= 1;
  return text.slice(start, end);
}

/** Equal numbers have one writing: no zeros that say nothing. Exact however long the number is. */
function canonicalDecimal(text: string): string {
  const isNegative = text.startsWith('-');
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  const integer = whole.replace(/^0+/, '') || '0';
  let end = fraction.length;
  while (end > 0 && fraction[end - 1] === '0') end -= 1;
  const digits = end === 0 ? integer : `${integer}.${fraction.slice(0, end)}`;
  return isNegative && digits !== '0' ? `-${digits}` : digits;
}
