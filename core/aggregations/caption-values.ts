import type { JsonValue } from '../json.ts';
import { captionWords } from '../text/caption-words.ts';
import type { Caption } from '../text/cider.ts';
import { fieldOf } from './aggregation.ts';

/** A caption and its references as words, from a record {answer, pred}; `answer` is a text or several. */
export function captionOf(value: JsonValue): Caption | undefined {
  const given = fieldOf(value, 'pred');
  const wanted = fieldOf(value, 'answer') ?? fieldOf(value, 'instruction');
  const references = (Array.isArray(wanted) ? wanted : [wanted]) as readonly unknown[];
  const isText = (item: unknown): item is string => typeof item === 'string';
  if (!isText(given) || references.length === 0 || !references.every(isText)) return undefined;
  return { words: captionWords(given), references: references.map(captionWords) };
}
