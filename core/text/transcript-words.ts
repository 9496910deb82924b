import { normaliseBasic } from './basic-normaliser.ts';
import { normaliseChinese } from './chinese-normaliser.ts';
import { normaliseEnglish } from './english-normaliser.ts';
import { cleanTranscript } from './transcript.ts';
import { splitWords } from './words.ts';

/** How a transcript is taken apart: `characters` is for languages written without blanks between words. */
export type TranscriptLanguage = 'english' | 'words' | 'characters' | 'chinese';

/** What edits are counted in, after the normaliser of the language. */
export function transcriptWords(text: string, language: TranscriptLanguage): readonly string[] {
  const clean = cleanTranscript(text, language !== 'chinese');
  const words = splitWords(NORMALISERS[language](clean));
  const isSplit = language === 'characters' || language === 'chinese';
  return isSplit ? Array.from(words.join('')) : words;
}

const NORMALISERS: Readonly<Record<TranscriptLanguage, (text: string) => string>> = {
  // Twice: the basic pass takes the currency and percent signs the first one keeps.
  english: (text) => normaliseBasic(normaliseEnglish(text)),
  chinese: (text) => normaliseChinese(text).toLowerCase(),
  characters: (text) => normaliseBasic(text),
  words: (text) => normaliseBasic(text),
};
