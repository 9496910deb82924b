import { joinBlanks } from './basic-normaliser.ts';

/** A transcript without special tokens `<|…|>` and blanks before punctuation, or without any blanks. */
export function cleanTranscript(text: string, keepsBlanks: boolean): string {
  const clean = joinBlanks(text.replaceAll(/<\|.*?\|>/g, ' '))
    .replaceAll(/ ?([!,.?;:])/g, '$1')
    .replace(/^ +/, '');
  return keepsBlanks ? clean : joinBlanks(clean).replaceAll(' ', '');
}
