import { trimPython } from '../../core/filters/python-text.ts';
import { readText, readTexts } from '../../core/read-column.ts';
import { isInLanguage } from '../../core/text/detect-language.ts';
import { countOccurrences, compare, type Check } from './settings.ts';

/** Words in capitals: hyphens join, other punctuation and clitics divide. */
const WORD = /[\p{L}\p{N}]+(?:[-./&_][\p{L}\p{N}]+)*/gu;

/** Checks of words, letters, case and language. */
export const WORD_CHECKS: Readonly<Record<string, Check>> = {
  'keywords:existence': (response, settings) =>
    readTexts(settings, 'keywords').every((word) => countOccurrences(response, word) > 0),
  'keywords:frequency': (response, settings) =>
    compare(countOccurrences(response, trimPython(readText(settings, 'keyword'))), settings, {
      relation: 'relation',
      number: 'frequency',
    }),
  'keywords:forbidden_words': (response, settings) =>
    !readTexts(settings, 'forbidden_words').some((word) => holdsWord(response, word)),
  'keywords:letter_frequency': (response, settings) =>
    compare(countOccurrences(response, readText(settings, 'letter')), settings, {
      relation: 'let_relation',
      number: 'let_frequency',
    }),
  'language:response_language': (response, settings) =>
    isInLanguage(response, readText(settings, 'language')) ?? true,
  'change_case:capital_word_frequency': (response, settings) =>
    compare((response.match(WORD) ?? []).filter(isUpperCase).length, settings, {
      relation: 'capital_relation',
      number: 'capital_frequency',
    }),
  'change_case:english_capital': (response) =>
    isUpperCase(response) && (isInLanguage(response, 'en') ?? true),
  'change_case:english_lowercase': (response) =>
    isLowerCase(response) && (isInLanguage(response, 'en') ?? true),
  'punctuation:no_comma': (response) => !response.includes(','),
};

/** With nothing that belongs to a word on either side. */
function holdsWord(text: string, word: string): boolean {
  const [lower, part] = [text.toLowerCase(), word.toLowerCase()];
  if (part === '') return false;
  const isWordChar = (char: string | undefined): boolean =>
    char !== undefined && /[\p{L}\p{N}_]/u.test(char);
  for (let at = lower.indexOf(part); at >= 0; at = lower.indexOf(part, at + 1)) {
    if (!isWordChar(lower[at - 1]) && !isWordChar(lower[at + part.length])) return true;
  }
  return false;
}

function isUpperCase(text: string): boolean {
  return /\p{Lu}/u.test(text) && !/[\p{Ll}\p{Lt}]/u.test(text);
}

function isLowerCase(text: string): boolean {
  return /\p{Ll}/u.test(text) && !/[\p{Lu}\p{Lt}]/u.test(text);
}
