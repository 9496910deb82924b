import { trimPython } from '../../core/filters/python-text.ts';
import { readText } from '../../core/read-column.ts';
import { countSentences } from '../../core/text/sentences.ts';
import { splitWords } from '../../core/text/words.ts';
import { compare, readCount, type Check } from './settings.ts';

const CONSTRAINED = ['My answer is yes.', 'My answer is no.', 'My answer is maybe.'];
const FENCES = ['```json', '```Json', '```JSON', '```'];
const DIVIDER = '******';

/** Checks of length, parts and layout. */
export const FORM_CHECKS: Readonly<Record<string, Check>> = {
  'length_constraints:number_sentences': (response, settings) =>
    compare(countSentences(response), settings, { relation: 'relation', number: 'num_sentences' }),
  'length_constraints:number_words': (response, settings) =>
    compare(response.match(/[\p{L}\p{N}_]+/gu)?.length ?? 0, settings, {
      relation: 'relation',
      number: 'num_words',
    }),
  'length_constraints:number_paragraphs': (response, settings) => {
    const parts = response.split('***').map((part) => trimPython(part));
    const isHole = (part: string, index: number): boolean =>
      part === '' && index > 0 && index < parts.length - 1;
    const paragraphs = parts.filter((part) => part !== '');
    return !parts.some(isHole) && paragraphs.length === readCount(settings, 'num_paragraphs');
  },
  'length_constraints:nth_paragraph_first_word': (response, settings) => {
    const parts = response.split('\n\n').map((part) => trimPython(part));
    const count = parts.filter((part) => part !== '').length;
    const nth = readCount(settings, 'nth_paragraph');
    if (count !== readCount(settings, 'num_paragraphs') || nth > count) return false;
    return firstWord(parts[nth - 1] ?? '') === readText(settings, 'first_word').toLowerCase();
  },
  'detectable_content:number_placeholders': (response, settings) =>
    (response.match(/\[[^\]\n]*\]/g)?.length ?? 0) >= readCount(settings, 'num_placeholders'),
  'detectable_content:postscript': (response, settings) => {
    const [text, marker] = [response.toLowerCase(), readText(settings, 'postscript_marker')];
    if (marker === 'P.P.S') return /p\.\s?p\.\s?s/.test(text);
    return marker === 'P.S.' ? /p\.\s?s\./.test(text) : text.includes(marker.toLowerCase());
  },
  'detectable_format:number_bullet_lists': (response, settings) =>
    countBullets(response.split('\n')) === readCount(settings, 'num_bullets'),
  'detectable_format:constrained_response': (response) =>
    CONSTRAINED.some((answer) => response.includes(answer)),
  'detectable_format:number_highlighted_sections': (response, settings) => {
    const marked = [
      ...(response.match(/\*[^\n*]*\*/g) ?? []),
      ...(response.match(/\*\*[^\n*]*\*\*/g) ?? []),
    ];
    const filled = marked.filter((text) => trimPython(text.replaceAll('*', '')) !== '');
    return filled.length >= readCount(settings, 'num_highlights');
  },
  'detectable_format:multiple_sections': (response, settings) => {
    const [, ...sections] = response.split(readText(settings, 'section_spliter'));
    const numbered = sections.filter((section) => /^\s?\d/.test(section));
    return numbered.length >= readCount(settings, 'num_sections');
  },
  'detectable_format:json_format': (response) => isJson(withoutFences(response)),
  'detectable_format:title': (response) => response.split('\n').some(holdsTitle),
  'combination:two_responses': (response) => {
    const parts = response.split(DIVIDER).map((part) => trimPython(part));
    const isHole = parts.some(
      (part, index) => part === '' && index > 0 && index < parts.length - 1,
    );
    const [first, second, ...more] = parts.filter((part) => part !== '');
    return !isHole && second !== undefined && more.length === 0 && first !== second;
  },
  'combination:repeat_prompt': (response, settings) => {
    const prompt = trimPython(readText(settings, 'prompt_to_repeat')).toLowerCase();
    return trimPython(response).toLowerCase().startsWith(prompt);
  },
  'startend:end_checker': (response, settings) => {
    const end = trimPython(readText(settings, 'end_phrase')).toLowerCase();
    return stripQuotes(trimPython(response)).toLowerCase().endsWith(end);
  },
  'startend:quotation': (response) => {
    const text = trimPython(response);
    return text.length > 1 && text.startsWith('"') && text.endsWith('"');
  },
};

/** Up to the first punctuation, without quotes before it. */
function firstWord(paragraph: string): string {
  const [word = ''] = splitWords(paragraph);
  const bare = word.replace(/^'+/, '').replace(/^"+/, '');
  return (bare.split(/[.,?!'"]/)[0] ?? '').toLowerCase();
}

/** Lines that begin with a dash, or with one asterisk; a bare asterisk takes the next line to itself. */
function countBullets(lines: readonly string[]): number {
  let count = 0;
  let isTaken = false;
  for (const [index, line] of lines.entries()) {
    const text = line.trimStart();
    const isBare = text === '*' && index < lines.length - 1;
    const isStarred: boolean = !isTaken && (isBare || /^\*[^*]/.test(text));
    if (isStarred || text.startsWith('-')) count += 1;
    isTaken = isStarred && isBare;
  }
  return count;
}

function withoutFences(response: string): string {
  let text = trimPython(response);
  for (const fence of FENCES) if (text.startsWith(fence)) text = text.slice(fence.length);
  return trimPython(text.endsWith('```') ? text.slice(0, -3) : text);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function holdsTitle(line: string): boolean {
  const [start, end] = [line.indexOf('<<'), line.lastIndexOf('>>')];
  if (start < 0 || end < start + 3) return false;
  const inside = line.slice(start, end + 2);
  return trimPython(inside.replace(/^<+/, '').replace(/>+$/, '')) !== '';
}

function stripQuotes(text: string): string {
  let [start, end] = [0, text.length];
  while (text[start] === '"') start += 1;
  while (end > start && text[end - 1] === '"') end -= 1;
  return text.slice(start, end);
}
