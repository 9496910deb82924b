export interface ParsedElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Text of the element and all inside it, entities decoded, white space collapsed. */
  readonly text: string;
}

interface OpenElement {
  readonly name: string;
  readonly attributes: Record<string, string>;
  text: string;
}

const VOID = new Set(['meta', 'br', 'link', 'img', 'input', 'hr']);
const TAG =
  /<!doctype html>|<(\/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s+[a-zA-Z][a-zA-Z0-9-]*(?:="[^"<]*")?)*)\s*(\/?)>/g;
const ATTRIBUTE = /([a-zA-Z][a-zA-Z0-9-]*)(?:="([^"]*)")?/g;

/** Reads a page strictly: every `<` starts a tag, every tag is closed, every attribute is quoted. */
export function parseMarkup(page: string): ParsedElement[] {
  const done: ParsedElement[] = [];
  const open: OpenElement[] = [];
  let position = 0;
  const addText = (raw: string) => {
    if (raw.includes('<')) throw new Error(`A stray "<" in ${JSON.stringify(raw.slice(0, 200))}`);
    for (const element of open) element.text += decode(raw);
  };
  const close = (name: string) => {
    const element = open.pop();
    if (element?.name !== name) throw new Error(`</${name}> closes <${element?.name}>`);
    done.push({ ...element, text: element.text.replaceAll(/\s+/g, ' ').trim() });
  };
  for (const match of page.matchAll(TAG)) {
    addText(page.slice(position, match.index));
    position = match.index + match[0].length;
    const [, slash, name, attributes, selfClosed] = match;
    if (name === undefined) continue;
    if (slash === '/') {
      close(name);
      continue;
    }
    open.push({ name, attributes: attributesOf(attributes ?? ''), text: '' });
    if (selfClosed === '/' || VOID.has(name)) close(name);
  }
  addText(page.slice(position));
  if (open.length > 0) throw new Error(`Never closed: ${open.map(({ name }) => name).join(', ')}`);
  return done;
}

function attributesOf(text: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [, name, value] of text.matchAll(ATTRIBUTE)) {
    if (name !== undefined) attributes[name] = decode(value ?? '');
  }
  return attributes;
}

function decode(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
