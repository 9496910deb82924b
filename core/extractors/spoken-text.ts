import { trimPython } from '../filters/python-text.ts';

const TAGS = ['answer', 'response', 'result', 'transcription', 'text'];
/** An introduction whose text stands in quotes up to the end. */
const INTRODUCTIONS: readonly RegExp[] = [
  /transcription\s+(?:of\s+)?(?:the\s+)?audio\s+is\s*:\s*['"]/i,
  /original\s+content\s+(?:of\s+)?(?:this\s+)?audio\s+is\s*:\s*['"]/i,
  /(?:audio|speech)\s+(?:content|transcription|says)\s*:\s*['"]/i,
  /transcription\s*:\s*['"]/i,
];
const PREFIXES: readonly RegExp[] = [
  /^(?:here\s+is\s+)?(?:the\s+)?transcription\s*(?:of\s+(?:the\s+)?audio)?\s*:\s*/i,
  /^(?:the\s+)?(?:audio|speech)\s+(?:says|contains)\s*:\s*/i,
  /^(?:answer|response|result)\s*:\s*/i,
];
/** Shorter quotations are words that were quoted in the speech. */
const LONG_QUOTATION_CHARACTERS = 20;

/** What an answer says was spoken, without the tags, quotes and introductions that models put around it. */
export function extractSpokenText(answer: string): string {
  const text = trimPython(answer);
  const found =
    taggedText(text) ?? introducedText(text) ?? quotedFrom(text, 0) ?? longQuotation(text);
  if (found !== undefined) return trimPython(found);
  let rest = text;
  for (const prefix of PREFIXES) rest = rest.replace(prefix, '');
  return trimPython(rest);
}

function taggedText(text: string): string | undefined {
  const lower = text.toLowerCase();
  for (const tag of TAGS) {
    const start = lower.indexOf(`<${tag}>`);
    const end = start < 0 ? -1 : lower.indexOf(`</${tag}>`, start);
    if (end >= 0) return text.slice(start + tag.length + 2, end);
  }
  return undefined;
}

function introducedText(text: string): string | undefined {
  for (const introduction of INTRODUCTIONS) {
    const found = introduction.exec(text);
    const quoted = found === null ? undefined : quotedFrom(text, found.index + found[0].length - 1);
    if (quoted !== undefined) return quoted;
  }
  return undefined;
}

/** What stands between the quote here and the last one, where nothing but a period comes after that. */
function quotedFrom(text: string, start: number): string | undefined {
  if (text[start] !== '"' && text[start] !== "'") return undefined;
  const end = Math.max(text.lastIndexOf('"'), text.lastIndexOf("'"));
  const isLast = ['', '.'].includes(trimPython(text.slice(end + 1)));
  return isLast && end > start + 1 ? text.slice(start + 1, end) : undefined;
}

/** Double quotes only: an apostrophe is part of a word. */
function longQuotation(text: string): string | undefined {
  const parts = text.split('"');
  return parts.find(
    (part, position) =>
      position % 2 === 1 && position < parts.length - 1 && part.length >= LONG_QUOTATION_CHARACTERS,
  );
}
