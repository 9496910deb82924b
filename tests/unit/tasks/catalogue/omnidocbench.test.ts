import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../core/json.ts';
import { parseMarkdown } from '../../../../tasks/omnidocbench/parse-markdown.ts';
import { normaliseFormula } from '../../../../tasks/omnidocbench/normalise.ts';
import { process_results } from '../../../../tasks/omnidocbench/omnidocbench.ts';
import { scoreFixture } from './score-fixture.ts';

describe('omnidocbench', () => {
  it('scores text, tables and formulas by their distance to the annotation', async () => {
    const answers = [
      '# Tides\n\nThe moon pulls the sea.',
      '潮汐\n\n| a | b |\n|---|---|\n| 1 | 2 |\n',
      'Energy and mass\n\n$$E = mc^2$$',
      'The sentence goes on overleaf',
      '',
    ];
    const fixture = await scoreFixture('omnidocbench', 'omnidocbench', answers);
    const { prompts, parts, rows, metrics } = fixture;
    expect(prompts[0]).toMatch(/^You are an AI assistant specialized in converting PDF images/);
    expect(parts[0]).toEqual(['image', 'text']);
    const pages = rows.map((row) => row.metrics['omnidocbench_overall'] as JsonObject);
    expect(pages[0]).toMatchObject({ text_ed: 0, text_weight: 27, overall: 100, lang: 'en' });
    // The header cells are th, not td: with thead and tbody the tables share row and cells by renaming.
    expect(pages[1]).toMatchObject({ text_ed: 0, table_count: 1, lang: 'cn', has_formula: false });
    // "e = mc^2" has two characters less than "e = mc^{2}" of ten.
    expect(pages[2]).toMatchObject({ formula_ed: 0.2, formula_weight: 10, overall: 90 });
    expect(pages[3]).toMatchObject({ text_ed: 0, text_weight: 29, overall: 100 });
    expect(pages[4]).toMatchObject({ text_ed: 1, text_weight: 9, overall: 0 });
    const characters = 27 + 2 + 15 + 29 + 9;
    expect(metrics['omnidocbench_text_edit,none']).toBeCloseTo(9 / characters, 12);
    expect(metrics['omnidocbench_text_edit_cn,none']).toBe(0);
    expect(metrics['omnidocbench_formula_edit_en,none']).toBe(0.2);
    expect(metrics['omnidocbench_formula_edit_cn,none']).toBe(0);
    expect(metrics['omnidocbench_text_edit_n,none']).toBe(5);
  });

  it('keeps the document behind a fence, and drops the thoughts before one', () => {
    expect(parseMarkdown('```markdown\n# One\n\nTwo\n```').text).toEqual(['One', 'Two']);
    expect(parseMarkdown('- first item\n\nSecond').text).toEqual(['- first item', 'Second']);
    expect(parseMarkdown('Thinking Process:\n1. look\n\n# One\n\nTwo').text).toEqual([
      'One',
      'Two',
    ]);
  });

  it('takes tables and formulas out of the text', () => {
    const { text, table, formula } = parseMarkdown(
      'Before $x^2$\n<table border="1"><tr><td>1</td></tr></table>\nAfter\n\\[ a + b \\]\n$$ $$\n$$unclosed',
    );
    expect(table).toEqual(['<table border="1"><tr><td>1</td></tr></table>']);
    expect(formula).toEqual(['a + b']);
    expect(text).toEqual(['Before x^2', 'After', '$$unclosed']);
    expect(
      normaliseFormula('\\begin{aligned}\\mathbf{x}\\quad = \\text{Y}\\tag{1}\\end{aligned}'),
    ).toBe('x = y');
  });

  it('refuses a page whose annotation is no JSON', () => {
    expect(() => process_results({ answer: 'x' }, [''])).toThrow(/column "answer" is no JSON/);
  });

  it('reads long answers without slowing down', () => {
    const { text } = parseMarkdown(
      `${'$$'.repeat(2000)}${'<table '.repeat(2000)}${'|a|\n'.repeat(2000)}`,
    );
    expect(text.length).toBeGreaterThan(0);
  });
});
