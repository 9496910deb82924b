/** A table as a tree: rows and cells, a cell's content as its characters and inline tags. */
export interface TableNode {
  readonly tag: string;
  readonly columnSpan: number;
  readonly rowSpan: number;
  /** Of a `td`; of other nodes nothing but their children counts. */
  readonly content: readonly string[];
  readonly children: readonly TableNode[];
}

export interface HtmlTable {
  readonly root: TableNode;
  /** Elements inside the table, inline ones in cells among them. */
  readonly elements: number;
}

interface Element {
  readonly tag: string;
  readonly attributes: string;
  readonly children: (Element | string)[];
}

const TAG = /<(\/?)([A-Za-z][\w:-]*)(?![\w:-])([^<>]*)>/g;
/** Deeper elements stand beside each other instead: no table needs them, and hostile text has many. */
const MAX_DEPTH = 100;
const VOID_TAGS = new Set(['br', 'img', 'hr', 'input', 'col', 'wbr', 'meta', 'link', 'area']);
/** An opening tag ends the open elements of these names, up to the table it stands in. */
const IMPLIED_ENDS: Readonly<Record<string, readonly string[]>> = {
  td: ['td', 'th'],
  th: ['td', 'th'],
  tr: ['td', 'th', 'tr'],
  thead: ['td', 'th', 'tr', 'thead', 'tbody', 'tfoot'],
  tbody: ['td', 'th', 'tr', 'thead', 'tbody', 'tfoot'],
  tfoot: ['td', 'th', 'tr', 'thead', 'tbody', 'tfoot'],
};
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
};

/** The first table of a piece of HTML, read as leniently as browsers do; undefined where there is none. */
export function parseHtmlTable(html: string): HtmlTable | undefined {
  const table = findTable(parseElements(html));
  if (table === undefined) return undefined;
  return { root: nodeOf(table), elements: countElements(table) - 1 };
}

function parseElements(html: string): Element {
  const text = withoutComments(html);
  const root: Element = { tag: '', attributes: '', children: [] };
  const open: Element[] = [root];
  let from = 0;
  for (const [whole, slash, name, attributes] of text.matchAll(TAG)) {
    const at = text.indexOf(whole, from);
    addText(open.at(-1)!, text.slice(from, at));
    from = at + whole.length;
    const tag = name!.toLowerCase();
    if (slash === '/') closeElement(open, tag);
    else openElement(open, { tag, attributes: attributes!, children: [] });
  }
  addText(open.at(-1)!, text.slice(from));
  return root;
}

function withoutComments(html: string): string {
  const kept: string[] = [];
  let from = 0;
  for (let at = html.indexOf('<!--'); at >= 0; at = html.indexOf('<!--', from)) {
    const end = html.indexOf('-->', at);
    if (end < 0) break;
    kept.push(html.slice(from, at));
    from = end + '-->'.length;
  }
  return kept.join('') + html.slice(from);
}

function openElement(open: Element[], element: Element): void {
  const ended = IMPLIED_ENDS[element.tag] ?? [];
  const inTable = open.findLastIndex(({ tag }) => tag === 'table');
  const first = open.findIndex(({ tag }, depth) => depth > inTable && ended.includes(tag));
  if (first > 0) open.length = first;
  open.at(-1)!.children.push(element);
  if (!VOID_TAGS.has(element.tag) && open.length < MAX_DEPTH) open.push(element);
}

/** A closing tag without its opening one says nothing; a cell's tags do not end the table. */
function closeElement(open: Element[], tag: string): void {
  const at = open.findLastIndex((element) => element.tag === tag);
  const table = open.findLastIndex((element) => element.tag === 'table');
  if (at > 0 && (at >= table || tag === 'table')) open.length = at;
}

function addText(parent: Element, text: string): void {
  if (text !== '') parent.children.push(decodeEntities(text));
}

function decodeEntities(text: string): string {
  return text.replaceAll(
    /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([A-Za-z]{2,6}));/g,
    (...groups) => {
      const [whole, decimal, hexadecimal, name] = groups as (string | undefined)[];
      if (name !== undefined) return NAMED[name] ?? whole!;
      const code = decimal === undefined ? Number.parseInt(hexadecimal!, 16) : Number(decimal);
      return code <= 0x10_ffff ? String.fromCodePoint(code) : whole!;
    },
  );
}

function findTable(element: Element): Element | undefined {
  for (const child of element.children) {
    if (typeof child === 'string') continue;
    const found = child.tag === 'table' ? child : findTable(child);
    if (found !== undefined) return found;
  }
  return undefined;
}

function countElements(element: Element): number {
  const inside = element.children.map((child) =>
    typeof child === 'string' ? 0 : countElements(child),
  );
  return inside.reduce((total, count) => total + count, 1);
}

function nodeOf(element: Element): TableNode {
  const isCell = element.tag === 'td';
  return {
    tag: element.tag,
    columnSpan: isCell ? spanOf(element, 'colspan') : 0,
    rowSpan: isCell ? spanOf(element, 'rowspan') : 0,
    content: isCell ? contentOf(element) : [],
    children: isCell
      ? []
      : element.children.flatMap((child) => (typeof child === 'string' ? [] : [nodeOf(child)])),
  };
}

function spanOf({ attributes }: Element, name: 'colspan' | 'rowspan'): number {
  const written = new RegExp(`\\b${name}\\s{0,9}=\\s{0,9}["']?\\s{0,9}(\\d{1,4})`, 'i').exec(
    attributes,
  );
  return written === null ? 1 : Number(written[1]);
}

function contentOf(element: Element): string[] {
  return element.children.flatMap((child) =>
    typeof child === 'string'
      ? Array.from(child)
      : [`<${child.tag}>`, ...contentOf(child), `</${child.tag}>`],
  );
}
