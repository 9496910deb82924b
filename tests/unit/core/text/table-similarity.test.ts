import { describe, expect, it } from 'vitest';
import { parseHtmlTable } from '../../../../core/text/html-table.ts';
import { tableSimilarity } from '../../../../core/text/table-similarity.ts';
import { treeEditDistance } from '../../../../core/text/tree-edit-distance.ts';

interface Node {
  readonly label: string;
  readonly children: readonly Node[];
}

function node(label: string, ...children: Node[]): Node {
  return { label, children };
}

function distance(left: Node, right: Node): number {
  return treeEditDistance(left, right, (a, b) => (a.label === b.label ? 0 : 1));
}

describe('treeEditDistance', () => {
  it('is 2 for the example of Zhang and Shasha', () => {
    // f(d(a c(b)) e) to f(c(d(a b)) e): c moves from under d to above it.
    const left = node('f', node('d', node('a'), node('c', node('b'))), node('e'));
    const right = node('f', node('c', node('d', node('a'), node('b'))), node('e'));
    expect(distance(left, right)).toBe(2);
    expect(distance(right, left)).toBe(2);
    expect(distance(left, left)).toBe(0);
  });

  it('counts renamed, deleted and inserted nodes', () => {
    expect(distance(node('a'), node('b'))).toBe(1);
    expect(distance(node('a', node('b'), node('c')), node('a'))).toBe(2);
    expect(distance(node('a', node('b')), node('a', node('x'), node('b'), node('y')))).toBe(2);
  });
});

const TABLE = '<table><tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></table>';

describe('tableSimilarity', () => {
  it('is one minus edits over elements', () => {
    expect(tableSimilarity(TABLE, TABLE)).toBe(1);
    // One of six elements is a cell whose only character differs.
    expect(tableSimilarity(TABLE.replace('1', '9'), TABLE)).toBeCloseTo(5 / 6, 12);
    // A row of three elements is missing.
    expect(tableSimilarity('<table><tr><td>a</td><td>b</td></tr></table>', TABLE)).toBe(0.5);
    expect(tableSimilarity('no table', TABLE)).toBe(0);
    expect(tableSimilarity('<table></table>', '<table></table>')).toBe(1);
  });

  it('compares spans, and inline tags as part of the content', () => {
    const wide = '<table><tr><td colspan="2">a</td></tr></table>';
    expect(tableSimilarity(wide.replace('2', '3'), wide)).toBe(0.5);
    const bold = '<table><tr><td><b>a</b></td></tr></table>';
    // Three tokens against one: two edits of three, over three elements.
    expect(tableSimilarity(bold.replace(/<\/?b>/g, ''), bold)).toBeCloseTo(1 - 2 / 3 / 3, 12);
  });
});

describe('parseHtmlTable', () => {
  it('reads tables without closing tags, with entities and comments', () => {
    const open = parseHtmlTable('<TABLE><tr><td>a<td>b<tr><!-- no --><td>&lt;&#49;&nbsp;</table>x');
    const closed = parseHtmlTable(
      '<table><tr><td>a</td><td>b</td></tr><tr><td>&lt;1\u00a0</td></tr></table>',
    );
    expect(open).toEqual(closed);
    expect(open?.elements).toBe(5);
    expect(open?.root.children[1]?.children[0]?.content).toEqual(['<', '1', '\u00a0']);
  });

  it('keeps a table inside a cell as content', () => {
    const nested = parseHtmlTable(`<table><tr><td>${TABLE}</td><td>x</td></tr></table>`);
    expect(nested?.root.children[0]?.children.length).toBe(2);
    expect(nested?.elements).toBe(3 + 7);
  });

  it('survives deep nesting and unfinished tags', () => {
    expect(parseHtmlTable(`<table><tr><td>${'<b>'.repeat(20_000)}`)?.elements).toBe(20_002);
    expect(parseHtmlTable(`${'<'.repeat(20_000)}<table`)).toBeUndefined();
  });
});
