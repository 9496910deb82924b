import { codePointLength, trimPython } from '../../core/filters/python-text.ts';
import type { PageElements } from './page-elements.ts';

const FENCE = /```(?:markdown|html|latex)?\s*/g;
const HTML_TABLE_START = /<table[\s>]/gi;
const TABLE_ROW = /^\|.+\|[ \t]*$/;
const TABLE_RULE = /^\|[\s:|-]+\|[ \t]*$/;
/** What document text begins with, after the blank line that ends a model's thoughts. */
const CONTENT = /^(?:[#|<$\\\u4e00-\u9fff]|[A-Z][a-z])/;

/** The tables, displayed formulas and paragraphs of an answer in Markdown. */
export function parseMarkdown(answer: string): PageElements {
  const unfenced = withoutPreamble(answer).replaceAll(FENCE, '').replaceAll('```', '');
  const html = takeHtmlTables(unfenced);
  const piped = takePipeTables(html.rest);
  const formulas = takeFormulas(piped.rest);
  return {
    text: paragraphs(formulas.rest),
    formula: formulas.taken,
    table: [...html.taken, ...piped.taken],
  };
}

interface Taken {
  readonly taken: readonly string[];
  readonly rest: string;
}

/** An answer that opens with "Thinking Process" has its document after the first blank line. */
function withoutPreamble(answer: string): string {
  if (!answer.trimStart().slice(0, 20).includes('Thinking')) return answer;
  for (const blanks of answer.matchAll(/\s+/g)) {
    const end = blanks.index + blanks[0].length;
    const isBlankLine = blanks[0].endsWith('\n') && blanks[0].split('\n').length > 2;
    if (isBlankLine && CONTENT.test(answer.slice(end, end + 2))) return answer.slice(end);
  }
  const marker = ['Here is the', "Here's the", '```markdown', '```'].find((text) =>
    answer.includes(text),
  );
  return marker === undefined ? answer : answer.slice(answer.indexOf(marker) + marker.length);
}

function takeHtmlTables(text: string): Taken {
  const taken: string[] = [];
  const rest: string[] = [];
  const lower = text.toLowerCase();
  let from = 0;
  for (const { index } of text.matchAll(HTML_TABLE_START)) {
    if (index < from) continue;
    const end = lower.indexOf('</table>', index);
    if (end < 0) break;
    rest.push(text.slice(from, index));
    from = end + '</table>'.length;
    taken.push(text.slice(index, from));
  }
  return { taken, rest: [...rest, text.slice(from)].join('\n') };
}

/** Tables of lines with a pipe at both ends, the second line being a rule; they become HTML. */
function takePipeTables(text: string): Taken {
  const lines = text.split('\n');
  const taken: string[] = [];
  const rest: string[] = [];
  let at = 0;
  while (at < lines.length) {
    let end = at;
    if (TABLE_ROW.test(lines[at]!) && TABLE_RULE.test(lines[at + 1] ?? '')) {
      end = at + 2;
      while (TABLE_ROW.test(lines[end] ?? '')) end += 1;
    }
    if (end > at + 2) {
      taken.push(htmlTable([lines[at]!, ...lines.slice(at + 2, end)].map(cellsOf)));
      rest.push('');
      at = end;
    } else {
      rest.push(lines[at]!);
      at += 1;
    }
  }
  return { taken, rest: rest.join('\n') };
}

function cellsOf(line: string): string[] {
  const inner = trimPython(line).replace(/^\|+/, '').split('|');
  while (inner.length > 1 && inner.at(-1) === '') inner.pop();
  return inner.map(trimPython);
}

function htmlTable([header = [], ...rows]: readonly (readonly string[])[]): string {
  const cells = (tag: string, row: readonly string[]): string =>
    `<tr>${row.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`;
  const body = rows.map((row) => cells('td', row)).join('');
  return `<table><thead>${cells('th', header)}</thead><tbody>${body}</tbody></table>`;
}

/** What stands between `$$` and `$$`, or `\[` and `\]`. */
function takeFormulas(text: string): Taken {
  const taken: string[] = [];
  const rest: string[] = [];
  const unclosed = new Set<string>();
  let from = 0;
  for (const { 0: opening, index } of text.matchAll(/\$\$|\\\[/g)) {
    if (index < from || unclosed.has(opening)) continue;
    const end = text.indexOf(opening === '$$' ? '$$' : '\\]', index + 3);
    if (end < 0) {
      unclosed.add(opening);
      continue;
    }
    const formula = trimPython(text.slice(index + 2, end));
    if (formula !== '') taken.push(formula);
    rest.push(text.slice(from, index));
    from = end + 2;
  }
  return { taken, rest: [...rest, text.slice(from)].join('\n') };
}

/** Lines without the marks of inline formulas and headings; single characters do not count. */
function paragraphs(text: string): string[] {
  return text
    .split('\n')
    .map((line) => trimPython(line.replaceAll(/\$([^$]+)\$/g, '$1')).replace(/^#{1,6}\s*/, ''))
    .filter((line) => codePointLength(line) > 1);
}
