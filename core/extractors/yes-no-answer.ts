import { trimPython } from '../filters/python-text.ts';

/** MME looks no further into a long answer. */
const PREFIX_LENGTH = 4;

/**
 * yes, no or other, by the rule of MME: what the first four characters hold, yes before no. So "None" and
 * "Not sure" are a no, and an answer that leads up to its yes is other.
 */
export function parseYesNo(answer: string): 'yes' | 'no' | 'other' {
  const text = trimPython(answer.toLowerCase()).replaceAll('.', '');
  if (text === 'y') return 'yes';
  if (text === 'n') return 'no';
  const prefix = Array.from(text).slice(0, PREFIX_LENGTH).join('');
  if (prefix.includes('yes')) return 'yes';
  return prefix.includes('no') ? 'no' : 'other';
}
